package io.lockdep.sim.hotplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuhpThreadsTest {

    private final Tracepoints trace = Tracepoints.recording();
    private final SimKernel kernel = SimKernel.boot(SimConfig.small(), VariantFlags.K4_14, new FreeDispatch(), trace);
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void bringUpSecondCpu() {
        run(() -> kernel.hotplug().cpuUp(1));
    }

    @AfterEach
    void stop() {
        kernel.shutdown();
        assertThat(kernel.kthreads().oopses()).isEmpty();
        assertThat(kernel.workqueues().oopses()).isEmpty();
    }

    @Test
    void aNewStateIsEnteredByEveryCpuOnItsOwnThread() {
        run(() -> assertThat(kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1)))
                .isTrue());

        assertThat(calls).containsExactly("up 0 on cpuhp/0", "up 1 on cpuhp/1");
    }

    @Test
    void aCpuThatComesLaterEntersItTooAndLeavesItWhenItGoes() {
        run(() -> {
            kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1));
            calls.clear();
            kernel.hotplug().cpuUp(2);
            kernel.hotplug().cpuDown(2);
        });

        assertThat(calls).containsExactly("up 2 on cpuhp/2", "down 2 on cpuhp/2");
        assertThat(kernel.cpus().isOnline(2)).isFalse();
        assertThat(kernel.hotplug().state(2)).isEqualTo(CpuhpState.OFFLINE);
    }

    @Test
    void aStateThatOneCpuCannotEnterIsLeftByTheOthersAndForgotten() {
        run(() -> {
            assertThat(kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(1)))
                    .isFalse();
            assertThat(kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1)))
                    .isTrue();
        });

        assertThat(calls)
                .startsWith("up 0 on cpuhp/0", "up 1 on cpuhp/1", "down 0 on cpuhp/0")
                .hasSize(5);
    }

    @Test
    void aStateThatIsTakenIsRefused() {
        run(() -> {
            kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1));
            assertThat(kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1)))
                    .isFalse();
        });
    }

    @Test
    void removingAStateIsLeavingItOnEveryCpu() {
        run(() -> {
            kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1));
            calls.clear();
            kernel.hotplug().cpuhpRemoveState(CpuhpState.AP_ONLINE_DYN);
            kernel.hotplug().cpuDown(1);
        });

        assertThat(calls).containsExactly("down 0 on cpuhp/0", "down 1 on cpuhp/1");
    }

    @Test
    void aCpuWhoseThreadFailsGoesOfflineAgain() {
        run(() -> {
            kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(2));
            assertThat(kernel.hotplug().cpuUp(2)).isFalse();
        });

        assertThat(kernel.cpus().isOnline(2)).isFalse();
        assertThat(kernel.hotplug().state(2)).isEqualTo(CpuhpState.OFFLINE);
        assertThat(trace.lines()).contains("test: cpuhp_exit TEARDOWN_CPU=2");
    }

    @Test
    void cpusComeAndGoWhileADriverIsLoadedAndUnloaded() throws InterruptedException {
        List<Thread> threads = List.of(
                new Thread(() -> run(() -> IntStream.range(0, 200).forEach(i -> {
                    kernel.hotplug().cpuUp(2);
                    kernel.hotplug().cpuDown(2);
                }))),
                new Thread(() -> run(() -> IntStream.range(0, 200).forEach(i -> {
                    if (kernel.hotplug().cpuhpSetupState(CpuhpState.AP_ONLINE_DYN, step(-1))) {
                        kernel.hotplug().cpuhpRemoveState(CpuhpState.AP_ONLINE_DYN);
                    }
                }))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(calls.stream().filter(call -> call.startsWith("up")))
                .hasSameSizeAs(
                        calls.stream().filter(call -> call.startsWith("down")).toList());
        assertThat(kernel.hotplug().refcount()).isZero();
    }

    private CpuhpStep step(int failing) {
        return new CpuhpStep(
                cpu -> {
                    calls.add("up " + cpu + " on " + Thread.currentThread().getName());
                    return cpu != failing;
                },
                cpu -> calls.add("down " + cpu + " on " + Thread.currentThread().getName()));
    }

    private static void run(Runnable body) {
        Task.named("test", 0).run(() -> {
            String before = Thread.currentThread().getName();
            Thread.currentThread().setName("test");
            try {
                body.run();
            } finally {
                Thread.currentThread().setName(before);
            }
        });
    }
}
