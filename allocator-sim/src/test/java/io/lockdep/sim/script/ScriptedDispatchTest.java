package io.lockdep.sim.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.LockMap;
import io.lockdep.sim.kthread.Completion;
import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedDispatchTest {

    private final ScriptedDispatch dispatch = new ScriptedDispatch(new Baton(Thread.currentThread()));
    private final Kthreads kthreads = new Kthreads(dispatch);
    private final Workqueues workqueues = workqueues(2);
    private final Workqueue queue = workqueues.allocWorkqueue("test", Workqueue.Kind.MEM_RECLAIM);
    private final List<String> ran = new ArrayList<>();

    @BeforeEach
    void prepare() {
        workqueues.prepareCpu(0);
        workqueues.prepareCpu(1);
    }

    @AfterEach
    void stop() {
        workqueues.stop();
        kthreads.stop();
    }

    @Test
    void nothingRunsUntilItIsWaitedFor() {
        Work work = work("a");
        workqueues.queueWorkOn(0, queue, work);
        assertThat(ran).isEmpty();

        workqueues.flushWork(work);

        assertThat(ran).containsExactly("a on kworker/0:0");
    }

    @Test
    void pendingWorksRunCpuByCpuInTheOrderOfQueueing() {
        workqueues.queueWorkOn(1, queue, work("a"));
        workqueues.queueWorkOn(0, queue, work("b"));
        workqueues.queueWorkOn(1, queue, work("c"));
        workqueues.queueWorkOn(0, queue, work("d"));

        assertThat(dispatch.runPending(workqueues)).isEqualTo(4);

        assertThat(ran).extracting(line -> line.substring(0, 1)).containsExactly("b", "d", "a", "c");
    }

    @Test
    void aWorkThatFlushesAnotherOneOfItsPoolGetsASecondWorker() {
        Work inner = work("inner");
        Work outer = Work.named("(work_completion)(&outer)", () -> {
            workqueues.queueWorkOn(0, queue, inner);
            workqueues.flushWork(inner);
            ran.add("outer on " + Thread.currentThread().getName());
        });
        workqueues.queueWorkOn(0, queue, outer);

        workqueues.flushWork(outer);

        assertThat(ran).containsExactly("inner on kworker/0:1", "outer on kworker/0:0");
    }

    @Test
    void aWorkThatFlushesItselfIsAnErrorInsteadOfAHang() {
        List<Work> self = new ArrayList<>();
        Work work = Work.named("(work_completion)(&self)", () -> workqueues.flushWork(self.get(0)));
        self.add(work);
        workqueues.queueWorkOn(0, queue, work);

        workqueues.flushWork(work);

        assertThat(workqueues.oopses()).singleElement().asString().contains("nobody is left who could complete");
    }

    @Test
    void withoutAWorkerAScriptCannotGoOn() {
        Workqueues noWorkers = workqueues(1);
        Work work = work("a");
        noWorkers.queueWorkOn(0, queue, work);

        assertThatThrownBy(() -> noWorkers.flushWork(work)).hasMessageContaining("nobody is left who could complete");
    }

    @Test
    void anotherThreadRunsWhenSomebodyWaitsForWhatItCompletes() {
        Completion done = kthreads.completion(LockMap.of("(complete)&done"));
        Kthread thread = kthreads.kthreadRun("kthread", 0, () -> {
            ran.add("round on " + Thread.currentThread().getName());
            done.complete();
        });
        thread.wakeUp();
        assertThat(ran).isEmpty();

        done.waitForCompletion();

        assertThat(ran).containsExactly("round on kthread");
    }

    @Test
    void aWaitThatNobodyWillEndIsAnErrorInsteadOfAHang() {
        Completion never = kthreads.completion(LockMap.of("(complete)&never"));

        assertThatThrownBy(never::waitForCompletion).hasMessageContaining("nobody is left who could complete");
    }

    private Workqueues workqueues(int cpus) {
        return new Workqueues(cpus, kthreads, dispatch, new ProgressWatchdog(List::of), Tracepoints.off());
    }

    private Work work(String name) {
        return Work.named(
                "(work_completion)(&" + name + ")",
                () -> ran.add(name + " on " + Thread.currentThread().getName()));
    }
}
