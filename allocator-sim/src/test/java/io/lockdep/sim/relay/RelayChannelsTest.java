package io.lockdep.sim.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayChannelsTest {

    private static final int PAGES = 10;

    private final SimKernel kernel =
            SimKernel.boot(SimConfig.small(), VariantFlags.K4_11, new FreeDispatch(), Tracepoints.off());
    private final Task task = Task.named("stap", 0);

    @AfterEach
    void stop() {
        kernel.shutdown();
    }

    @Test
    void aCpuThatComesUpGetsABufferAndKeepsIt() {
        task.run(() -> {
            RelayChannel channel = kernel.relay().relayOpen(PAGES);
            assertThat(channel).isNotNull();
            assertThat(channel.buffers()).isOne();

            for (int i = 0; i < 2; i++) {
                kernel.hotplug().cpuUp(1);
                assertThat(channel.buffers()).isEqualTo(2);
                kernel.hotplug().cpuDown(1);
            }

            int before = allocated();
            kernel.relay().relayClose(channel);
            assertThat(allocated()).isEqualTo(before - 2 * PAGES);
        });
    }

    @Test
    void aChannelForWhichThereIsNoMemoryTakesNone() {
        task.run(() -> {
            int before = allocated();

            assertThat(kernel.relay().relayOpen(100_000)).isNull();

            assertThat(allocated()).isEqualTo(before);
        });
    }

    private int allocated() {
        return kernel.zones().get(0).allocated();
    }
}
