package io.lockdep.sim.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CpusTest {

    private final Cpus cpus = new Cpus(3);

    @Test
    void onlyTheBootCpuIsOnlineAtFirst() {
        assertThat(cpus.onlineCpus()).containsExactly(0);
    }

    @Test
    void whoIsPinnedKeepsOthersOffItsCpuAndTheCpuOnline() throws InterruptedException {
        cpus.setOnline(1);
        AtomicBoolean down = new AtomicBoolean();
        Thread taker = new Thread(() -> {
            cpus.takeCpuDown(1);
            down.set(true);
        });
        taker.setDaemon(true);
        Task.named("pinned", 1).run(() -> {
            assertThat(cpus.localIrqSave()).isEqualTo(1);
            taker.start();
            await().until(() -> taker.getState() == Thread.State.WAITING);
            assertThat(down).isFalse();
            cpus.localIrqRestore();
        });
        taker.join();

        assertThat(cpus.isOnline(1)).isFalse();
    }

    @Test
    void pinningNests() {
        Task.named("nested", 0).run(() -> {
            cpus.preemptDisable();
            cpus.localIrqSave();
            cpus.localIrqRestore();
            assertThat(cpus.localIrqSave()).isZero();
            cpus.localIrqRestore();
            cpus.preemptEnable();
        });
    }

    @Test
    void aTaskOnADeadCpuMovesToTheLowestOneOnline() {
        Task task = Task.named("stranded", 2);
        task.run(() -> {
            assertThat(cpus.localIrqSave()).isZero();
            cpus.localIrqRestore();
        });

        assertThat(task.cpu()).isZero();
    }

    @Test
    void codeOfTheKernelOnAForeignThreadIsAMistake() {
        assertThatThrownBy(Task::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().getName());
    }
}
