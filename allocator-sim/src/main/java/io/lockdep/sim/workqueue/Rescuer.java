package io.lockdep.sim.workqueue;

import io.lockdep.Lockdep;
import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a workqueue for memory reclaim has from the beginning, for the day on which a pool cannot make another
 * worker; {@code rescuer_thread} and {@code send_mayday} of kernel/workqueue.c, 4.11. It executes works of its own
 * workqueue only.
 */
final class Rescuer {

    private final String name;
    private final ProcessOneWork processOneWork;
    private final Tracepoints trace;

    /** One lock for all workqueues in the kernel; here one of that class for each. */
    private final ReentrantLock maydayLock = Lockdep.name(new ReentrantLock(), "wq_mayday_lock");

    /** Pools that called, in the order of their first call. */
    private final Set<WorkerPool> maydays = new LinkedHashSet<>();

    private final Kthread thread;

    Rescuer(String workqueue, Kthreads kthreads, ProcessOneWork processOneWork, Tracepoints trace) {
        name = workqueue;
        this.processOneWork = processOneWork;
        this.trace = trace;
        thread = kthreads.kthreadRun(Task.worker(workqueue, 0), this::rescuerThread);
    }

    /** {@code send_mayday}. */
    void sendMayday(WorkerPool pool) {
        trace.emit("send_mayday " + name, "cpu", pool.cpu());
        maydayLock.lock();
        try {
            maydays.add(pool);
        } finally {
            maydayLock.unlock();
        }
        thread.wakeUp();
    }

    private void rescuerThread() {
        for (WorkerPool pool = nextCaller(); pool != null; pool = nextCaller()) {
            // What is done for the pool can queue more, and so can others as long as it has no worker.
            for (QueuedWork queued = pool.claimFor(this); queued != null; queued = pool.claimFor(this)) {
                processOneWork.process(queued);
            }
        }
    }

    private @Nullable WorkerPool nextCaller() {
        maydayLock.lock();
        try {
            WorkerPool next = maydays.isEmpty() ? null : maydays.iterator().next();
            maydays.remove(next);
            return next;
        } finally {
            maydayLock.unlock();
        }
    }
}
