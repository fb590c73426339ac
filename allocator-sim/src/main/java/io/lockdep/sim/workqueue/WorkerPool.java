package io.lockdep.sim.workqueue;

import io.lockdep.Lockdep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The works queued on one CPU and the kworkers that execute them; {@code struct worker_pool} of kernel/workqueue.c.
 *
 * <p>As in the kernel, one worker more than are busy is always there: a worker that leaves the last idle place starts
 * another before it begins. Thus a work that sleeps holds up nobody else's.
 *
 * <p>Departure: every queued work wakes a worker at once. The kernel starts the second one when the first goes to
 * sleep, which cannot be observed of a Java thread; it promises no order between two works either way, only that they
 * are begun in the order they were queued. Only the normal-priority pool of each CPU exists.
 */
public final class WorkerPool {

    private final int cpu;
    private final Workqueues owner;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&pool->lock");
    private final Condition moreWork = lock.newCondition();
    private final Deque<QueuedWork> worklist = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private boolean stopping;

    /** Whether workers run on the pool's CPU, or anywhere ({@code POOL_DISASSOCIATED}). */
    private volatile boolean bound;

    WorkerPool(int cpu, Workqueues owner) {
        this.cpu = cpu;
        this.owner = owner;
    }

    /**
     * The CPU it belongs to.
     *
     * @return a possible CPU
     */
    public int cpu() {
        return cpu;
    }

    /**
     * Whether its workers run on its CPU.
     *
     * @return false while the CPU is offline
     */
    public boolean isBound() {
        return bound;
    }

    /**
     * Its threads.
     *
     * @return how many workers were created
     */
    public int workerCount() {
        lock.lock();
        try {
            return workers.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no work is queued or running. */
    boolean isIdle() {
        lock.lock();
        try {
            return worklist.isEmpty() && idle.size() == workers.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest work that no worker has taken yet.
     *
     * @return what is next, or null if nothing is
     */
    public @Nullable QueuedWork firstPending() {
        lock.lock();
        try {
            return worklist.peekFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A worker that waits for work, for scripts that choose who runs.
     *
     * @return the one that has been idle longest
     * @throws IllegalStateException if the pool has no workers yet
     */
    public Worker firstIdle() {
        lock.lock();
        try {
            Worker worker = idle.peekFirst();
            if (worker == null) {
                throw new IllegalStateException("no idle kworker on CPU " + cpu);
            }
            return worker;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a particular work to an idle worker, for scripts.
     *
     * @param queued a work on this pool's list
     * @param worker an idle worker of this pool
     * @throws IllegalStateException if a worker has begun it already, so that a script would wait for itself
     */
    public void claim(QueuedWork queued, Worker worker) {
        lock.lock();
        try {
            if (!worklist.contains(queued)) {
                throw new IllegalStateException(queued.work().lockClass() + " is being executed already");
            }
            take(queued, worker);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work and takes the oldest ({@code worker_thread}); null when the pool is stopped. */
    @Nullable
    QueuedWork awaitWork(Worker worker) {
        lock.lock();
        try {
            QueuedWork next = firstRunnable();
            while (next == null && !stopping) {
                moreWork.awaitUninterruptibly();
                next = firstRunnable();
            }
            if (next != null) {
                take(next, worker);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** {@code insert_work}. */
    void insert(QueuedWork queued) {
        lock.lock();
        try {
            if (queued.workqueue().pwq(this).activate(queued)) {
                worklist.addLast(queued);
                moreWork.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The work is done and its worker idle again. */
    void finish(QueuedWork queued, Worker worker) {
        lock.lock();
        try {
            queued.work().setRunningIn(null);
            idle.addLast(worker);
            QueuedWork next = queued.workqueue().pwq(this).decNrInFlight();
            if (next != null) {
                worklist.addLast(next);
            }
            // The work may have been queued again meanwhile and been passed over.
            moreWork.signal();
        } finally {
            lock.unlock();
        }
    }

    /** {@code manage_workers}: makes sure that somebody is left to wait for the next work. */
    void manageWorkers() {
        Worker worker = null;
        lock.lock();
        try {
            if (idle.isEmpty() && !stopping) {
                worker = new Worker(this, workers.size(), owner);
                workers.add(worker);
                idle.addLast(worker);
            }
        } finally {
            lock.unlock();
        }
        if (worker != null) {
            worker.start();
        }
    }

    void setBound(boolean bound) {
        this.bound = bound;
    }

    List<Worker> stop() {
        lock.lock();
        try {
            stopping = true;
            moreWork.signalAll();
            return List.copyOf(workers);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable QueuedWork firstRunnable() {
        Iterator<QueuedWork> queue = worklist.iterator();
        while (queue.hasNext()) {
            QueuedWork queued = queue.next();
            if (queued.work().runningIn() == null) {
                return queued;
            }
        }
        return null;
    }

    private void take(QueuedWork queued, Worker worker) {
        worklist.remove(queued);
        idle.remove(worker);
        queued.work().setRunningIn(this);
        queued.work().clearPending();
    }
}
