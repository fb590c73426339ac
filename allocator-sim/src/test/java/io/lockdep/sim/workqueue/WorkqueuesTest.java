package io.lockdep.sim.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkqueuesTest {

    private final FreeDispatch dispatch = new FreeDispatch();
    private final Kthreads kthreads = new Kthreads(dispatch);
    private final Workqueues workqueues =
            new Workqueues(2, kthreads, dispatch, new ProgressWatchdog(List::of), Tracepoints.off());
    private final Workqueue queue = workqueues.allocWorkqueue("test", Workqueue.Kind.MEM_RECLAIM);

    @BeforeEach
    void bringUpCpu0() {
        workqueues.prepareCpu(0);
        workqueues.onlineCpu(0);
    }

    @AfterEach
    void stop() {
        workqueues.stop();
        kthreads.stop();
    }

    @Test
    void flushReturnsAfterTheBodyHasRun() {
        AtomicInteger ran = new AtomicInteger();
        Work work = Work.named("(work_completion)(&ran)", ran::incrementAndGet);

        workqueues.queueWorkOn(0, queue, work);
        workqueues.flushWork(work);

        assertThat(ran).hasValue(1);
    }

    @Test
    void noMoreWorksOfAWorkqueueRunAtOnceThanItSaysAndTheRestComesInOrder() {
        Workqueue ordered = workqueues.allocWorkqueue("ordered", Workqueue.Kind.MEM_RECLAIM, 1);
        CountDownLatch gate = new CountDownLatch(1);
        List<Integer> ran = new CopyOnWriteArrayList<>();
        workqueues.queueWorkOn(0, ordered, Work.named("(work_completion)(&first)", () -> awaitUninterruptibly(gate)));
        for (int i = 0; i < 20; i++) {
            int number = i;
            workqueues.queueWorkOn(0, ordered, Work.named("(work_completion)(&next)", () -> ran.add(number)));
        }
        Work other = Work.named("(work_completion)(&other)", () -> ran.add(-1));
        workqueues.queueWorkOn(0, queue, other);
        workqueues.flushWork(other);

        assertThat(ran).as("while the first one sleeps").containsExactly(-1);
        assertThat(workqueues.pools().get(0).workerCount()).isLessThanOrEqualTo(3);
        assertThat(workqueues.isIdle()).isFalse();
        gate.countDown();
        await().until(workqueues::isIdle);
        assertThat(ran).hasSize(21).isSorted();
    }

    @Test
    void flushOfAWorkThatWasNeverQueuedReturnsAtOnce() {
        AtomicInteger ran = new AtomicInteger();

        workqueues.flushWork(Work.named("(work_completion)(&idle)", ran::incrementAndGet));

        assertThat(ran).hasValue(0);
    }

    @Test
    void aWorkQueuedWhileItIsPendingRunsOnce() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        // The pool has no worker yet, so nothing begins before both calls are made.
        Work work = Work.named("(work_completion)(&once)", () -> {
            awaitUninterruptibly(gate);
            ran.incrementAndGet();
        });
        workqueues.queueWorkOn(1, queue, work);
        workqueues.queueWorkOn(1, queue, work);
        gate.countDown();
        workqueues.prepareCpu(1);

        workqueues.flushWork(work);

        assertThat(ran).hasValue(1);
        assertThat(workqueues.pools().get(1).firstPending()).isNull();
    }

    @Test
    void worksOfAPoolAreTakenInTheOrderOfQueueing() {
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            works.add(Work.named("(work_completion)(&works[i])", () -> {}));
            workqueues.queueWorkOn(1, queue, works.get(i));
        }
        WorkerPool pool = workqueues.pools().get(1);

        List<Work> taken = new ArrayList<>();
        QueuedWork next = pool.firstPending();
        while (next != null) {
            assertThat(pool.claim(next)).isTrue();
            taken.add(next.work());
            next = pool.firstPending();
        }

        assertThat(taken).isEqualTo(works);
    }

    @Test
    void aWorkThatSleepsDoesNotHoldUpTheOthersOfItsPool() {
        CountDownLatch gate = new CountDownLatch(1);
        Work sleeper = Work.named("(work_completion)(&sleeper)", () -> awaitUninterruptibly(gate));
        AtomicInteger ran = new AtomicInteger();
        Work other = Work.named("(work_completion)(&other)", ran::incrementAndGet);

        workqueues.queueWorkOn(0, queue, sleeper);
        workqueues.queueWorkOn(0, queue, other);
        workqueues.flushWork(other);

        assertThat(ran).hasValue(1);
        gate.countDown();
        workqueues.flushWork(sleeper);
    }

    @Test
    void aWorkQueuedAgainWhileItRunsRunsAgainButNeverTwiceAtATime() {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        Work work = Work.named("(work_completion)(&again)", () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            begun.countDown();
            awaitUninterruptibly(gate);
            inside.decrementAndGet();
            ran.incrementAndGet();
        });
        workqueues.prepareCpu(1);
        workqueues.queueWorkOn(0, queue, work);
        awaitUninterruptibly(begun);
        // Another CPU's pool would be free, but the work must wait where it runs.
        workqueues.queueWorkOn(1, queue, work);
        gate.countDown();
        workqueues.flushWork(work);

        assertThat(ran).hasValue(2);
        assertThat(most).hasValue(1);
    }

    @Test
    void workersAreTasksOfTheirCpu() {
        AtomicReference<String> where = new AtomicReference<>("");
        Work work = Work.named(
                "(work_completion)(&where)",
                () -> where.set(Task.current().name() + " on " + Task.current().cpu()
                        + (Task.current().isWorker() ? " PF_WQ_WORKER" : "")));

        workqueues.queueWorkOn(0, queue, work);
        workqueues.flushWork(work);

        assertThat(where.get()).matches("kworker/0:[01] on 0 PF_WQ_WORKER");
    }

    @Test
    void aPoolWhoseCpuIsOfflineStillExecutesItsWorks() {
        AtomicInteger ran = new AtomicInteger();
        Work work = Work.named("(work_completion)(&unbound)", ran::incrementAndGet);
        workqueues.offlineCpu(0);

        workqueues.queueWorkOn(0, queue, work);
        workqueues.flushWork(work);

        assertThat(ran).hasValue(1);
        assertThat(workqueues.pools().get(0).isBound()).isFalse();
    }

    @Test
    void aBodyThatThrowsIsRecordedAndDoesNotKeepItsFlusherWaiting() {
        Work work = Work.named("(work_completion)(&bad)", () -> {
            throw new IllegalStateException("oops");
        });

        workqueues.queueWorkOn(0, queue, work);
        workqueues.flushWork(work);

        assertThat(workqueues.oopses()).singleElement().asString().contains("oops");
    }

    @Test
    void stoppingEndsAllWorkers() {
        Work work = Work.named("(work_completion)(&last)", () -> {});
        workqueues.queueWorkOn(0, queue, work);
        workqueues.flushWork(work);

        workqueues.stop();

        assertThat(workqueues.pools().get(0).stop())
                .hasSize(2)
                .noneMatch(worker -> worker.thread().isAlive());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
