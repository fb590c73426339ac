package io.lockdep.sim.workqueue;

import io.lockdep.LockMode;
import io.lockdep.sim.progress.Stalled;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The execution of a work, by a kworker or a rescuer; {@code process_one_work} of kernel/workqueue.c.
 *
 * <p>Meanwhile the lock maps of the workqueue and of the work are held, so that a lock taken by the body depends on both,
 * and a flush of the work depends on that lock (4.14 takes both exclusively, 4.10 the workqueue's shared).
 */
final class ProcessOneWork {

    /** The workqueue whose work the calling thread executes ({@code current_pwq->wq}). */
    private static final ThreadLocal<@Nullable Workqueue> CURRENT = new ThreadLocal<>();

    private final Dispatch dispatch;
    private final Tracepoints trace;
    private final Queue<Throwable> oopses;

    ProcessOneWork(Dispatch dispatch, Tracepoints trace, Queue<Throwable> oopses) {
        this.dispatch = dispatch;
        this.trace = trace;
        this.oopses = oopses;
    }

    /** Executes a work that the calling task has taken from its pool. */
    void process(QueuedWork queued) {
        WorkerPool pool = queued.pool();
        attachTo(pool);
        Work work = queued.work();
        trace.emit("workqueue_execute_start", work.lockClass(), pool.cpu());
        CURRENT.set(queued.workqueue());
        queued.workqueue().map().acquire(LockMode.EXCLUSIVE);
        work.map().acquire(LockMode.EXCLUSIVE);
        try {
            work.execute();
        } catch (Stalled e) {
            // The watchdog has ended what would never have ended, and has reported it.
            trace.emit("workqueue_stalled", work.lockClass(), pool.cpu());
        } catch (RuntimeException | Error e) {
            oopses.add(e);
        } finally {
            work.map().release();
            queued.workqueue().map().release();
            CURRENT.remove();
        }
        trace.emit("workqueue_execute_end", work.lockClass(), pool.cpu());
        pool.finish(queued);
        queued.done().countDown();
        dispatch.executed(queued);
    }

    @Nullable
    Workqueue current() {
        return CURRENT.get();
    }

    /** Runs on the pool's CPU, or anywhere if that is offline ({@code worker_attach_to_pool}). */
    private static void attachTo(WorkerPool pool) {
        Task task = Task.current();
        boolean bound = pool.isBound();
        task.setUnbound(!bound);
        if (bound) {
            task.setCpu(pool.cpu());
        }
    }
}
