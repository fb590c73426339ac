package io.lockdep.sim.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressWatchdogTest {

    private final ProgressWatchdog watchdog = new ProgressWatchdog(() -> List.of("NORMAL: 3 free", "CPU 1 keeps [7]"));

    @Test
    void aLoopThatGetsSomewhereIsLeftAlone() {
        try (Undertaking undertaking = watchdog.begin("scan", "the end")) {
            for (int left = 1000; left > 0; left--) {
                undertaking.round(left);
            }
        }

        assertThat(watchdog.overdue(Duration.ZERO)).isEmpty();
    }

    @Test
    void aLoopThatGoesRoundForNothingIsEndedWithAReport() {
        LockMap lock = LockMap.of("mem_hotplug_lock");
        lock.acquire(LockMode.EXCLUSIVE);
        try (Undertaking undertaking = watchdog.begin("__offline_pages", "page 7 to be free")) {
            assertThatThrownBy(() -> {
                        for (int round = 0; round < 1000; round++) {
                            undertaking.round(1);
                        }
                    })
                    .isInstanceOfSatisfying(
                            Stalled.class,
                            stalled -> assertThat(stalled.report())
                                    .contains(
                                            "makes no progress in __offline_pages",
                                            "waits for: page 7 to be free (still to do: 1, the same for 100 rounds)",
                                            "holds: mem_hotplug_lock",
                                            "pages: NORMAL: 3 free\n  pages: CPU 1 keeps [7]"));
        } finally {
            lock.release();
        }
    }

    @Test
    void whoDoesNotComeRoundAtAllIsOverdue() {
        try (Undertaking undertaking = watchdog.begin("flush_work", "a kworker")) {
            undertaking.round(1);
            await().until(() -> watchdog.overdue(Duration.ofMillis(1)).size() == 1);

            assertThat(watchdog.overdue(Duration.ofMillis(1)).get(0))
                    .contains("flush_work", "whoDoesNotComeRoundAtAllIsOverdue");
            assertThat(watchdog.overdue(Duration.ofHours(1))).isEmpty();
        }
    }
}
