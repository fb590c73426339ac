package io.lockdep.sim.hotplug;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.ScriptedKernel;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.sched.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CPU hotplug with the callbacks of the whole machine. */
class MachineHotplugTest {

    private final ScriptedKernel machine = new ScriptedKernel();
    private final SimKernel kernel = machine.kernel();
    private final Zone zone = kernel.zones().get(0);

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void aDeadCpusPagesGoBackToTheBuddyLists() {
        machine.run(() -> kernel.hotplug().cpuUp(1));
        Task.named("user", 1).run(() -> {
            int pfn = kernel.pages().allocPagesNodemask(Gfp.KERNEL, 0);
            kernel.pages().freePages(pfn, 0);
        });
        assertThat(zone.pcp(1).count()).isPositive();

        machine.run(() -> kernel.hotplug().cpuDown(1));

        assertThat(zone.pcp(1).count()).isZero();
        assertThat(machine.violations()).isEmpty();
    }

    @Test
    void aCpuThatComesAndGoesGivesItsPerCpuMemoryBack() {
        int before = kernel.percpu().chunks().countEmptyPopPages();
        machine.run(() -> kernel.workqueues().prepareCpu(1));
        int allocated = machine.allocatedPages();

        for (int round = 0; round < 10; round++) {
            machine.run(() -> kernel.hotplug().cpuUp(1));
            machine.run(() -> kernel.hotplug().cpuDown(1));
        }

        assertThat(kernel.percpu().chunks().countEmptyPopPages()).isEqualTo(before);
        assertThat(machine.allocatedPages()).isEqualTo(allocated);
        assertThat(kernel.workqueues().pools().get(1).workerCount())
                .as("kworkers are kept for the next time")
                .isEqualTo(1);
    }

    @Test
    void withoutMemoryForItsCallbackACpuDoesNotComeUp() {
        machine.run(() -> {
            AnonymousMemory hog = new AnonymousMemory(kernel.pages());
            while (zone.buddy().nrFree() > zone.watermarks().min()) {
                assertThat(hog.fault()).isTrue();
            }
            // Pages populated already would still do, so all of them have to be in use too.
            int objects = 0;
            while (kernel.percpu().allocPercpu(32, 32) != null) {
                objects++;
            }
            assertThat(objects).isPositive();

            assertThat(kernel.hotplug().cpuUp(1)).isFalse();
        });

        assertThat(kernel.cpus().isOnline(1)).isFalse();
        assertThat(kernel.hotplug().state(1)).isEqualTo(CpuhpState.OFFLINE);
    }
}
