package io.lockdep.sim.hotplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopMachineTest {

    private static final int CPUS = 4;

    private final Cpus cpus = new Cpus(CPUS);
    private final CpuHotplugLock hotplugLock = CpuHotplugLock.of(VariantFlags.K4_10_NEXT);
    private final StopMachine stop = new StopMachine(cpus, hotplugLock);

    StopMachineTest() {
        for (int cpu = 1; cpu < CPUS; cpu++) {
            cpus.setOnline(cpu);
        }
    }

    @Test
    void theFunctionRunsOnlyWhenNobodyIsPinnedAnywhere() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        Thread stopper = new Thread(() -> stop.stopMachine(() -> ran.set(true)));
        stopper.setDaemon(true);
        Task.named("pinned", 2).run(() -> {
            cpus.preemptDisable();
            stopper.start();
            await().until(() -> stopper.getState() == Thread.State.WAITING);
            assertThat(ran).isFalse();
            cpus.preemptEnable();
        });

        stopper.join();
        assertThat(ran).isTrue();
        assertThat(hotplugLock.refcount()).isZero();
    }

    @Test
    void itHoldsTheHotplugLockMeanwhileAndTheWriterMayCallItsTwin() {
        stop.stopMachine(() -> assertThat(hotplugLock.refcount()).isEqualTo(1));

        hotplugLock.cpuHotplugBegin();
        stop.stopMachineCpuslocked(() -> cpus.takeCpuDown(3));
        hotplugLock.cpuHotplugDone();

        assertThat(cpus.onlineCpus()).containsExactly(0, 1, 2);
    }

    @Test
    void pinnedSectionsAndStopsOfManyThreadsExcludeEachOther() throws InterruptedException {
        int[] seen = new int[1];
        AtomicInteger failures = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CPUS; i++) {
            Task task = Task.named("task" + i, i);
            Thread thread = new Thread(() -> task.run(() -> {
                for (int round = 0; round < 300; round++) {
                    stop.stopMachine(() -> seen[0]++);
                    cpus.localIrqSave();
                    int before = seen[0];
                    Thread.onSpinWait();
                    if (seen[0] != before) {
                        failures.incrementAndGet();
                    }
                    cpus.localIrqRestore();
                }
            }));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).hasValue(0);
        assertThat(seen[0]).isEqualTo(CPUS * 300);
    }
}
