package io.lockdep.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Role;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StressRunTest {

    private static final long SEED = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimKernel kernel =
            SimKernel.boot(SimConfig.small(), VariantFlags.K4_11, new FreeDispatch(), Tracepoints.off());
    private final List<String> progress = new ArrayList<>();

    @AfterEach
    void shutdown() {
        kernel.shutdown();
    }

    @Test
    void everyRoleActsAndTheMachineIsCheckedWhileItIsStopped() {
        StressRun run = run(
                PATIENCE,
                Role.of("one", 0, random -> allocateAndFree(random.nextInt(3))),
                Role.of("two", 0, random -> allocateAndFree(0)));

        Outcome outcome = run.run();

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.stalls()).isEmpty();
        assertThat(outcome.held()).isNotEmpty();
        assertThat(run.operations()).containsOnlyKeys("one", "two");
        assertThat(run.operations().values()).allMatch(operations -> operations > 0);
        assertThat(progress).isNotEmpty().allMatch(line -> line.endsWith("all invariants hold"));
    }

    @Test
    void aRoleThatNeverEndsItsOperationIsAStallThatSaysWhereItIs() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        StressRun run = run(Duration.ofMillis(200), Role.of("hanging", 0, random -> awaitUninterruptibly(never)));

        Outcome outcome = run.run();

        assertThat(outcome.stalls())
                .singleElement()
                .asString()
                .contains("no operation was completed", "\"hanging\" is WAITING", "pages: NORMAL: ");
        never.countDown();
    }

    @Test
    void aRoleThatThrowsEndsTheRun() {
        StressRun run = run(PATIENCE, Role.of("broken", 0, random -> {
            throw new IllegalStateException("Bad page state");
        }));

        assertThat(run.run().violations())
                .containsExactly("oops broken failed: java.lang.IllegalStateException: Bad page state");
    }

    private StressRun run(Duration patience, Role... roles) {
        return new StressRun(
                kernel, List.of(roles), SEED, Duration.ofMillis(300), Duration.ofMillis(50), patience, progress::add);
    }

    private void allocateAndFree(int order) {
        int pfn = kernel.pages().allocPagesNodemask(Gfp.KERNEL, order);
        assertThat(pfn).isNotEqualTo(Memmap.NONE);
        kernel.pages().freePages(pfn, order);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
