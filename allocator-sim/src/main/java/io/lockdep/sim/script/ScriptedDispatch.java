package io.lockdep.sim.script;

import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.workqueue.Dispatch;
import io.lockdep.sim.workqueue.QueuedWork;
import io.lockdep.sim.workqueue.Worker;
import io.lockdep.sim.workqueue.WorkerPool;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Kworkers that run when the script says so: a work is executed when somebody waits for it, who lends the baton to a
 * kworker of its pool, or when the director lets everything pending run.
 *
 * <p>A work that nobody waits for can be overtaken by one that somebody waits for. In the kernel that happens too,
 * when the first one has begun and sleeps.
 *
 * <p>The kernel's other threads run in the order in which they were woken, when somebody waits for what one of them is
 * going to complete.
 */
public final class ScriptedDispatch implements Dispatch {

    private final Baton baton;

    /** What the worker that gets the baton is to execute, null to end; read and written by the baton's holder. */
    private @Nullable QueuedWork granted;

    /** Threads that were woken and have not run since; used by the baton's holder. */
    private final Deque<Kthread> runQueue = new ArrayDeque<>();

    /** To whom that worker returns the baton. */
    private Thread giver = Thread.currentThread();

    /**
     * Makes a dispatch for one machine.
     *
     * @param baton what the script passes around
     */
    public ScriptedDispatch(Baton baton) {
        this.baton = baton;
    }

    /**
     * Executes what is queued, CPU by CPU, each in the order of queueing, after the other threads that were woken. The
     * caller holds the baton.
     *
     * @param workqueues the machine's
     * @return how many works were executed
     */
    public int runPending(Workqueues workqueues) {
        while (!runQueue.isEmpty()) {
            lendTo(runQueue.removeFirst());
        }
        return workqueues.pools().stream().mapToInt(this::runPending).sum();
    }

    /**
     * Executes what is queued on one CPU, in the order of queueing. The caller holds the baton.
     *
     * @param pool that CPU's
     * @return how many works were executed
     */
    public int runPending(WorkerPool pool) {
        int executed = 0;
        QueuedWork next = pool.firstPending();
        while (next != null) {
            grant(next);
            executed++;
            next = pool.firstPending();
        }
        return executed;
    }

    @Override
    public void serve(Worker worker) {
        baton.await();
        QueuedWork work = granted;
        Thread returnTo = giver;
        while (work != null) {
            worker.processOneWork(work);
            baton.passTo(returnTo);
            baton.await();
            work = granted;
            returnTo = giver;
        }
        baton.passTo(returnTo);
    }

    @Override
    public void awaitDone(QueuedWork queued) {
        if (queued.done().getCount() > 0) {
            grant(queued);
        }
    }

    @Override
    public void retire(Worker worker) {
        granted = null;
        giver = Thread.currentThread();
        baton.lend(worker.thread());
    }

    @Override
    public void serve(Kthread kthread) {
        baton.await();
        Thread returnTo = giver;
        while (!kthread.shouldStop()) {
            kthread.work();
            baton.passTo(returnTo);
            baton.await();
            returnTo = giver;
        }
        baton.passTo(returnTo);
    }

    @Override
    public void wakeUp(Kthread kthread) {
        if (!runQueue.contains(kthread)) {
            runQueue.addLast(kthread);
        }
    }

    @Override
    public void await(CountDownLatch done) {
        while (done.getCount() > 0) {
            Kthread next = runQueue.pollFirst();
            if (next == null) {
                throw new IllegalStateException("nobody is left who could complete what \""
                        + Thread.currentThread().getName() + "\" waits for");
            }
            lendTo(next);
        }
    }

    @Override
    public void retire(Kthread kthread) {
        lendTo(kthread);
    }

    private void lendTo(Kthread kthread) {
        giver = Thread.currentThread();
        baton.lend(kthread.thread());
    }

    private void grant(QueuedWork queued) {
        Worker worker = queued.pool().firstIdle();
        queued.pool().claim(queued, worker);
        granted = queued;
        giver = Thread.currentThread();
        baton.lend(worker.thread());
    }
}
