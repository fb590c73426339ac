package io.lockdep.sim.workqueue;

import io.lockdep.LockMode;
import io.lockdep.sim.sched.Task;

/**
 * A thread that executes works; {@code struct worker}, {@code worker_thread} and {@code process_one_work} of
 * kernel/workqueue.c.
 *
 * <p>While it executes a work it holds the lock maps of the workqueue and of the work, so that a lock taken by the
 * body depends on both, and a flush of the work depends on that lock (4.14 takes both exclusively, 4.10 the
 * workqueue's shared).
 */
public final class Worker {

    private final WorkerPool pool;
    private final Workqueues owner;
    private final Task task;
    private final Thread thread;

    Worker(WorkerPool pool, int id, Workqueues owner) {
        this.pool = pool;
        this.owner = owner;
        String name = "kworker/" + pool.cpu() + ":" + id;
        task = Task.worker(name, pool.cpu());
        thread = new Thread(this::workerThread, name);
        thread.setDaemon(true);
    }

    /**
     * Its pool.
     *
     * @return whose works it executes
     */
    public WorkerPool pool() {
        return pool;
    }

    /**
     * Its thread.
     *
     * @return named {@code kworker/CPU:ID}
     */
    public Thread thread() {
        return thread;
    }

    /**
     * Executes a work that was taken from the pool for this worker. The calling thread is this worker's.
     *
     * @param queued what to execute
     */
    public void processOneWork(QueuedWork queued) {
        pool.manageWorkers();
        boolean bound = pool.isBound();
        task.setUnbound(!bound);
        if (bound) {
            task.setCpu(pool.cpu());
        }
        Work work = queued.work();
        owner.trace().emit("workqueue_execute_start", work.lockClass(), pool.cpu());
        queued.workqueue().map().acquire(LockMode.EXCLUSIVE);
        work.map().acquire(LockMode.EXCLUSIVE);
        try {
            work.execute();
        } catch (RuntimeException | Error e) {
            owner.oops(e);
        } finally {
            work.map().release();
            queued.workqueue().map().release();
        }
        owner.trace().emit("workqueue_execute_end", work.lockClass(), pool.cpu());
        pool.finish(queued, this);
        queued.done().countDown();
    }

    void start() {
        thread.start();
    }

    private void workerThread() {
        task.run(() -> owner.dispatch().serve(this));
    }
}
