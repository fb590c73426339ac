package io.lockdep.sim.workqueue;

import io.lockdep.sim.kthread.ThreadStack;
import io.lockdep.sim.sched.Task;

/**
 * A thread that executes the works of a pool; {@code struct worker} and {@code worker_thread} of kernel/workqueue.c.
 */
public final class Worker {

    private final WorkerPool pool;
    private final Workqueues owner;
    private final Task task;
    private final Thread thread;
    private final ThreadStack stack;

    Worker(WorkerPool pool, int id, ThreadStack stack, Workqueues owner) {
        this.pool = pool;
        this.stack = stack;
        this.owner = owner;
        task = Task.worker(name(pool, id), pool.cpu());
        thread = new Thread(this::workerThread, task.name());
        thread.setDaemon(true);
    }

    static String name(WorkerPool pool, int id) {
        return "kworker/" + pool.cpu() + ":" + id;
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
     * Executes one work after the other, from being idle to being idle, until the pool stops; for workers that run
     * freely.
     */
    public void executeAll() {
        for (QueuedWork queued = pool.awaitWork(this); queued != null; queued = pool.awaitWork(this)) {
            owner.processOneWork().process(queued);
            pool.enterIdle(this);
        }
    }

    /**
     * Executes a particular work, unless somebody else does before this worker has seen to a successor; for scripts.
     *
     * @param queued what to execute
     */
    public void execute(QueuedWork queued) {
        pool.leaveIdle(this);
        if (pool.claim(queued)) {
            owner.processOneWork().process(queued);
        }
        pool.enterIdle(this);
    }

    void start() {
        thread.start();
    }

    private void workerThread() {
        task.run(() -> {
            owner.dispatch().serve(this);
            stack.free();
        });
    }
}
