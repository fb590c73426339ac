package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several tasks ask for a drain while one is under way. */
class LruAddDrainTest {

    private final Machine machine = new Machine();

    @AfterEach
    void stop() {
        machine.close();
    }

    @Test
    void whoWaitedWhileADrainBeganAndEndedLeavesItAtThat() throws InterruptedException {
        assertThat(drainsOfThree(VariantFlags.K5_8))
                .as("the first was under way when the others came, so one of them has to drain again")
                .containsExactly("cpus_with_pages=1", "cpus_with_pages=1", "piggybacks_on=2");
        assertThat(machine.lruCache.pagevecCount(0)).isZero();
        assertThat(machine.lruCache.pagevecCount(1)).isZero();
    }

    @Test
    void beforeEverybodyDrained() throws InterruptedException {
        assertThat(drainsOfThree(VariantFlags.K5_8.without(Patch.LRU_DRAIN_PIGGYBACKS)))
                .containsExactly("cpus_with_pages=1", "cpus_with_pages=1", "cpus_with_pages=0");
    }

    @Test
    void drainsOneAfterTheOtherDoNotSpareEachOther() {
        LruAddDrain drain = drain(VariantFlags.K5_8);
        for (int i = 0; i < 3; i++) {
            machine.run(1, this::addPage);
            machine.run(0, drain::lruAddDrainAll);

            assertThat(machine.lruCache.pagevecCount(1)).isZero();
        }
    }

    /** The first one cannot get on because CPU 1 is kept busy; until it has begun, nobody else comes. */
    private List<String> drainsOfThree(VariantFlags flags) throws InterruptedException {
        LruAddDrain drain = drain(flags);
        machine.run(1, this::addPage);
        Thread[] tasks = new Thread[3];
        machine.run(1, () -> {
            machine.cpus.preemptDisable();
            tasks[0] = blocked(drain);
        });
        machine.run(0, this::addPage);
        tasks[1] = blocked(drain);
        tasks[2] = blocked(drain);
        machine.run(1, machine.cpus::preemptEnable);
        for (Thread task : tasks) {
            task.join();
        }
        return machine.trace.lines().stream()
                .filter(line -> line.contains("lru_add_drain_all "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private LruAddDrain drain(VariantFlags flags) {
        return new LruAddDrain(
                flags,
                machine.lruCache,
                machine.cpus,
                CpuHotplugLock.of(flags),
                machine.workqueues,
                machine.drain.mmPercpuWq(),
                machine.trace);
    }

    private Thread blocked(LruAddDrain drain) {
        Thread thread = new Thread(() -> Task.named("drainer", 0).run(drain::lruAddDrainAll), "drainer");
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private void addPage() {
        machine.lruCache.lruCacheAddFile(machine.pages.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0));
    }
}
