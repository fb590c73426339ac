package io.lockdep.sim.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressWatchdogTest {

    private final ProgressWatchdog watchdog =
            new ProgressWatchdog(() -> List.of("pages: NORMAL: 3 free", "CPU 1 keeps [7]"));

    @Test
    void aLoopThatGetsSomewhereIsLeftAlone() {
        watchdog.endAfter(100, Duration.ZERO);
        try (Undertaking undertaking = watchdog.begin("scan", () -> "the end")) {
            for (int left = 1000; left > 0; left--) {
                assertThat(undertaking.round(left)).isTrue();
            }
        }

        assertThat(watchdog.stalls()).isEmpty();
        assertThat(watchdog.overdue(Duration.ZERO)).isEmpty();
    }

    @Test
    void aLoopThatGoesRoundForNothingIsEndedWithAReport() {
        LockMap lock = LockMap.of("mem_hotplug_lock");
        watchdog.endAfter(100, Duration.ZERO);
        lock.acquire(LockMode.EXCLUSIVE);
        int rounds = 0;
        try (Undertaking undertaking = watchdog.begin("__offline_pages", () -> "page 7 to be free")) {
            while (undertaking.round(1)) {
                rounds++;
            }
        } finally {
            lock.release();
        }

        assertThat(rounds).isEqualTo(100);
        assertThat(watchdog.stalls())
                .singleElement()
                .asString()
                .contains(
                        " in __offline_pages, the same for 100 rounds",
                        "waits for: page 7 to be free",
                        "holds: mem_hotplug_lock",
                        "pages: NORMAL: 3 free\nCPU 1 keeps [7]");
    }

    @Test
    void whereThreadsRunFreelyNobodyIsEndedForHisRoundsAlone() {
        watchdog.endAfter(100, Duration.ofHours(1));
        try (Undertaking undertaking = watchdog.begin("__offline_pages", () -> "page 7 to be free")) {
            for (int round = 0; round < 10_000; round++) {
                assertThat(undertaking.round(1)).isTrue();
            }
        }

        assertThat(watchdog.stalls()).isEmpty();
    }

    @Test
    void whoDoesNotComeRoundAtAllIsOverdueAndSoAreOthersWhoWait() {
        try (Undertaking undertaking = watchdog.begin("flush_work", () -> "a kworker");
                Undertaking other = watchdog.begin("create_worker", () -> "memory")) {
            undertaking.round(1);
            other.round(1);
            await().until(() -> watchdog.overdue(Duration.ofMillis(1)).size() == 2);

            assertThat(watchdog.overdue(Duration.ofMillis(1)).get(0))
                    .contains("in flush_work", "waits for: a kworker")
                    .contains("in create_worker", "waits for: memory");
            assertThat(watchdog.overdue(Duration.ofHours(1))).isEmpty();
        }
    }
}
