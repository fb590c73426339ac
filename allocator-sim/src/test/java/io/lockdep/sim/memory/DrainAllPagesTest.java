package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainAllPagesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DRAIN_TAKES_HOTPLUG_LOCK",
                "DRAIN_FLAG_AND_HOOK",
                "DRAIN_REMOTELY",
                "DRAIN_STOPS_MACHINE",
                "DRAIN_TRUSTS_ONLINE_MASK",
                "DRAIN_WORK_UNPINNED"
            })
    void everyPolicyEmptiesTheListsOfAllOnlineCpus(String patch) {
        VariantFlags flags = VariantFlags.K4_11.without(Patch.DRAIN_MUTEX);
        try (Machine machine = new Machine(patch.isEmpty() ? flags : flags.with(Patch.valueOf(patch)))) {
            for (int cpu = 0; cpu < 2; cpu++) {
                machine.run(cpu, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
                assertThat(machine.zone.pcp(cpu).count()).isPositive();
            }

            machine.run(0, machine.drain::drainAllPages);

            assertThat(machine.zone.pcp(0).count()).isZero();
            assertThat(machine.zone.pcp(1).count()).isZero();
            assertThat(ZoneCensus.violations(machine.zone)).isEmpty();
            assertThat(machine.workqueues.oopses()).isEmpty();
        }
    }

    @Test
    void aCpuWithoutPagesIsNotDisturbed() {
        try (Machine machine = new Machine()) {
            machine.run(1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));

            machine.run(0, machine.drain::drainAllPages);

            assertThat(machine.trace.lines().stream().filter(line -> line.contains("workqueue_execute_start")))
                    .singleElement()
                    .asString()
                    .startsWith("kworker/1:");
        }
    }

    @Test
    void aKworkerDoesNotDrainBecauseItCouldWaitForItself() {
        try (Machine machine = new Machine()) {
            machine.run(0, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
            int kept = machine.zone.pcp(0).count();

            Task.worker("kworker/0:7", 0).run(machine.drain::drainAllPages);

            assertThat(machine.zone.pcp(0).count()).isEqualTo(kept);
        }
    }

    @Test
    void aSecondDrainReturnsAtOnceWhileOneIsUnderWay() throws InterruptedException {
        try (Machine machine = new Machine()) {
            machine.run(1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
            CountDownLatch occupied = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            // Somebody sits on CPU 1 with interrupts off, so the first drain has to wait for its work there.
            Thread sitter = task("sitter", 1, () -> {
                machine.cpus.localIrqSave();
                occupied.countDown();
                awaitUninterruptibly(release);
                machine.cpus.localIrqRestore();
            });
            occupied.await();
            Thread first = task("first", 0, machine.drain::drainAllPages);
            await().until(() -> machine.trace.lines().stream().anyMatch(line -> line.startsWith("kworker/1:")));

            AtomicBoolean returned = new AtomicBoolean();
            Thread second = task("second", 0, () -> {
                machine.drain.drainAllPages();
                returned.set(true);
            });
            await().untilTrue(returned);

            assertThat(first.isAlive()).isTrue();
            release.countDown();
            for (Thread thread : List.of(sitter, first, second)) {
                thread.join();
            }
            assertThat(machine.zone.pcp(1).count()).isZero();
        }
    }

    @Test
    void aWorkWhoseCpuIsGoneDrainsTheCpuItRunsOn() {
        try (Machine machine = new Machine()) {
            machine.run(0, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
            machine.run(1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
            int onDeadCpu = machine.zone.pcp(1).count();
            machine.workqueues.offlineCpu(1);
            machine.cpus.takeCpuDown(1);

            machine.run(0, machine.drain::drainAllPages);

            assertThat(machine.zone.pcp(0).count()).isZero();
            assertThat(machine.zone.pcp(1).count())
                    .as("only page_alloc_cpu_dead empties these")
                    .isEqualTo(onDeadCpu);
            machine.run(0, () -> machine.drain.drainPages(1));
            assertThat(machine.zone.pcp(1).count()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPageThatComesBetweenTheLookAtTheCountAndTheQueueingIsMissedUnlessAllCpusAreForced(boolean force) {
        try (Machine machine = new Machine()) {
            machine.gates.arm(StepGate.DRAIN_COUNT_CHECKED, () -> {
                machine.gates.disarm(StepGate.DRAIN_COUNT_CHECKED);
                task("alloc", 1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
                await().until(() -> machine.zone.pcp(1).count() > 0);
            });

            machine.run(0, () -> machine.drain.drainAllPages(machine.zone, force));

            assertThat(machine.zone.pcp(1).count() == 0).isEqualTo(force);
        }
    }

    private static Thread task(String name, int cpu, Runnable body) {
        Thread thread = new Thread(() -> Task.named(name, cpu).run(body), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
