package io.lockdep.sim.workqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.kthread.ThreadStacks;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.progress.Stalled;
import io.lockdep.sim.script.Baton;
import io.lockdep.sim.script.ScriptedDispatch;
import io.lockdep.sim.trace.Tracepoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One CPU with one kworker, and no memory for another one; time passes only when nobody can run. */
class RescuerTest {

    private static final long MILLISECOND = 1_000_000;
    private static final int ROUNDS = 50;

    private final Tracepoints trace = Tracepoints.recording();
    private final ScriptedDispatch dispatch = new ScriptedDispatch(new Baton(Thread.currentThread()));
    private final Kthreads kthreads = new Kthreads(dispatch);
    private final ProgressWatchdog progress = new ProgressWatchdog(List::of);
    private final Workqueues workqueues = new Workqueues(1, kthreads, dispatch, progress, trace);
    private final Workqueue reclaim = workqueues.allocWorkqueue("mm_percpu_wq", Workqueue.Kind.MEM_RECLAIM);
    private final List<String> ran = new ArrayList<>();

    /** How many stacks there still are. */
    private int stacks;

    @BeforeEach
    void prepare() {
        workqueues.prepareCpu(0);
        workqueues.onlineCpu(0);
        progress.endAfter(ROUNDS, Duration.ZERO);
        workqueues.kthreadd().setStacks(() -> stacks-- > 0 ? () -> {} : null);
    }

    @AfterEach
    void stop() {
        workqueues.kthreadd().setStacks(ThreadStacks.MEMBLOCK);
        workqueues.stop();
        kthreads.stop();
    }

    @Test
    void withMemoryThereIsAWorkerToSpareBeforeTheFirstWorkRuns() {
        stacks = 1;
        queueAndFlush(reclaim);

        assertThat(ran).containsExactly("a on kworker/0:0");
        assertThat(workqueues.pools().get(0).workerCount()).isEqualTo(2);
        assertThat(dispatch.timers().now()).isZero();
    }

    @Test
    void withoutMemoryTheRescuerIsCalledTenMillisecondsLater() {
        queueAndFlush(reclaim);

        assertThat(ran).containsExactly("a on mm_percpu_wq");
        assertThat(dispatch.timers().now()).isEqualTo(10 * MILLISECOND);
    }

    @Test
    void itIsCalledAgainEveryHundredMilliseconds() {
        Work held = work("held", workqueues.systemWq());
        Assertions.assertThatThrownBy(() -> workqueues.flushWork(held)).isInstanceOf(Stalled.class);
        long later = dispatch.timers().now();
        Work work = work("a", reclaim);

        workqueues.flushWork(work);

        assertThat(ran).containsExactly("a on mm_percpu_wq");
        assertThat(dispatch.timers().now() - later).isBetween(1L, 100 * MILLISECOND);
        memoryComesBack();
    }

    @Test
    void aWorkqueueWithoutARescuerWaitsUntilThereIsMemory() {
        Work work = work("a", workqueues.systemWq());
        Assertions.assertThatThrownBy(() -> workqueues.flushWork(work)).isInstanceOf(Stalled.class);
        assertThat(ran).isEmpty();
        assertThat(progress.stalls())
                .singleElement()
                .asString()
                .contains(
                        "in flush_work of (work_completion)(&a)",
                        "waits for: a kworker of CPU 0, workers=1 idle=0; manager: kworker/0:0; workqueue events has no "
                                + "rescuer");

        memoryComesBack();
        workqueues.flushWork(work);

        assertThat(ran).containsExactly("a on kworker/0:0");
    }

    @Test
    void makingAWorkerIsTriedAgainAfterASecond() {
        stacks = -1;
        Work work = work("a", workqueues.systemWq());
        dispatch.timers().modTimer(dispatch.timers().setupTimer(this::memoryComesBack), 900 * MILLISECOND);

        workqueues.flushWork(work);

        assertThat(ran).containsExactly("a on kworker/0:0");
        assertThat(dispatch.timers().now()).isEqualTo(1000 * MILLISECOND);
    }

    @Test
    void aRescuerLeavesTheWorksOfOthersAlone() {
        work("other", workqueues.systemWq());
        queueAndFlush(reclaim);

        assertThat(ran).containsExactly("a on mm_percpu_wq");
        memoryComesBack();
        assertThat(dispatch.runAll(workqueues)).isEqualTo(1);
        assertThat(ran).hasSize(2);
    }

    @Test
    void aWorkForReclaimMustNotWaitForOneWithoutARescuer() {
        stacks = 5;
        Work inner = Work.named("(work_completion)(&inner)", () -> {});
        Work outer = Work.named("(work_completion)(&outer)", () -> {
            workqueues.queueWorkOn(0, workqueues.systemWq(), inner);
            workqueues.flushWork(inner);
        });
        workqueues.queueWorkOn(0, reclaim, outer);
        workqueues.flushWork(outer);

        assertThat(workqueues.warnings())
                .containsExactly("workqueue: WQ_MEM_RECLAIM mm_percpu_wq is flushing !WQ_MEM_RECLAIM "
                        + "events:(work_completion)(&inner)");
    }

    private void memoryComesBack() {
        stacks = 10;
    }

    private void queueAndFlush(Workqueue workqueue) {
        workqueues.flushWork(work("a", workqueue));
    }

    private Work work(String name, Workqueue workqueue) {
        Work work = Work.named(
                "(work_completion)(&" + name + ")",
                () -> ran.add(name + " on " + Thread.currentThread().getName()));
        workqueues.queueWorkOn(0, workqueue, work);
        return work;
    }
}
