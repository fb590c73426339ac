package io.lockdep.sim.workqueue;

import io.lockdep.Lockdep;
import io.lockdep.sim.kthread.ThreadStack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The works queued on one CPU and the kworkers that execute them; {@code struct worker_pool} of kernel/workqueue.c.
 *
 * <p>As in the kernel, one worker more than are busy is always there: a worker that leaves the last idle place becomes
 * the pool's manager and makes another one before it begins. Thus a work that sleeps holds up nobody else's. Making one
 * takes memory, and while the manager waits for that, nobody executes what is queued: except rescuers.
 *
 * <p>Departure: every queued work wakes a worker at once. The kernel wakes the second one when the first goes to
 * sleep, which cannot be observed of a Java thread; it promises no order between two works either way, only that they
 * are begun in the order they were queued. Only the normal-priority pool of each CPU exists, and workers that are idle
 * for five minutes are not ended.
 */
public final class WorkerPool {

    private final int cpu;
    private final Workqueues owner;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&pool->lock");
    private final Condition moreWork = lock.newCondition();
    private final Deque<QueuedWork> worklist = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Map<QueuedWork, Thread> inFlight = new LinkedHashMap<>();
    private final MaybeCreateWorker maybeCreateWorker;

    /** Who makes another worker just now ({@code pool->manager}). */
    private @Nullable Thread manager;

    /** No more workers are made, because the machine is going to stop. */
    private boolean complete;

    private boolean stopping;

    /** Whether workers run on the pool's CPU, or anywhere ({@code POOL_DISASSOCIATED}). */
    private volatile boolean bound;

    WorkerPool(int cpu, Workqueues owner) {
        this.cpu = cpu;
        this.owner = owner;
        maybeCreateWorker = new MaybeCreateWorker(this, owner.dispatch());
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
     * A worker that waits for work, for scripts that choose who runs ({@code first_idle_worker}).
     *
     * @param queued what it is to execute
     * @return the one that went idle last; null if there is none, or nothing to do for it
     */
    public @Nullable Worker idleFor(QueuedWork queued) {
        lock.lock();
        try {
            boolean waits = worklist.contains(queued) && queued.work().runningIn() == null;
            return waits ? idle.peekFirst() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no work is queued or running, and nobody is made. */
    boolean isIdle() {
        lock.lock();
        try {
            return worklist.isEmpty() && inFlight.isEmpty() && idle.size() == workers.size();
        } finally {
            lock.unlock();
        }
    }

    boolean hasManager() {
        lock.lock();
        try {
            return manager != null;
        } finally {
            lock.unlock();
        }
    }

    /** What is queued, oldest first. */
    List<QueuedWork> pending() {
        lock.lock();
        try {
            return List.copyOf(worklist);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for work and takes the oldest ({@code worker_thread}); null when the pool is stopped. The worker comes idle
     * and goes busy.
     */
    @Nullable
    QueuedWork awaitWork(Worker worker) {
        lock.lock();
        try {
            while (true) {
                QueuedWork next = firstRunnable();
                while (next == null && !stopping) {
                    moreWork.awaitUninterruptibly();
                    next = firstRunnable();
                }
                if (next == null) {
                    return null;
                }
                idle.remove(worker);
                if (mayStartWorking() || !manageWorkers()) {
                    take(next);
                    return next;
                }
                // Meanwhile a rescuer may have done it.
                idle.addFirst(worker);
            }
        } finally {
            lock.unlock();
        }
    }

    /** An idle worker is going to be busy and sees to a successor first. */
    void leaveIdle(Worker worker) {
        lock.lock();
        try {
            idle.remove(worker);
            if (!mayStartWorking()) {
                manageWorkers();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker has nothing more to do ({@code worker_enter_idle}). */
    void enterIdle(Worker worker) {
        lock.lock();
        try {
            idle.addFirst(worker);
            // What it executed may have been queued again meanwhile and been passed over.
            moreWork.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a particular work; false if somebody else has taken it, or it must not run now. */
    boolean claim(QueuedWork queued) {
        lock.lock();
        try {
            if (!worklist.contains(queued) || queued.work().runningIn() != null) {
                return false;
            }
            take(queued);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest work of a rescuer's workqueue; null if there is none. */
    @Nullable
    QueuedWork claimFor(Rescuer rescuer) {
        lock.lock();
        try {
            for (QueuedWork queued : worklist) {
                if (queued.workqueue().isRescuedBy(rescuer) && queued.work().runningIn() == null) {
                    take(queued);
                    return queued;
                }
            }
            return null;
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

    /** A work is done, whoever has executed it. */
    void finish(QueuedWork queued) {
        lock.lock();
        try {
            queued.work().setRunningIn(null);
            inFlight.remove(queued);
            QueuedWork next = queued.workqueue().pwq(this).decNrInFlight();
            if (next != null) {
                worklist.addLast(next);
            }
            moreWork.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something is queued and nobody is left to wait for it. */
    boolean needToCreateWorker() {
        lock.lock();
        try {
            return !complete && !worklist.isEmpty() && idle.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** {@code create_worker}, which sleeps: false if there was no memory. Nobody else creates one meanwhile. */
    boolean createWorker() {
        int id = workerCount();
        ThreadStack stack = owner.kthreadd().kthreadCreateOnNode(Worker.name(this, id));
        if (stack == null) {
            owner.trace().emit("create_worker failed", "cpu", cpu);
            return false;
        }
        Worker worker = new Worker(this, id, stack, owner);
        lock.lock();
        try {
            workers.add(worker);
            idle.addFirst(worker);
        } finally {
            lock.unlock();
        }
        worker.start();
        return true;
    }

    void setBound(boolean bound) {
        this.bound = bound;
    }

    /** From now on nobody becomes manager. */
    void setComplete() {
        lock.lock();
        try {
            complete = true;
        } finally {
            lock.unlock();
        }
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

    /** What it is about, for {@link WorkqueueState}; null if that cannot be said without waiting. */
    @Nullable
    PoolState tryLook() {
        if (!lock.tryLock()) {
            return null;
        }
        try {
            return new PoolState(
                    cpu, workers.size(), idle.size(), manager, Map.copyOf(inFlight), List.copyOf(worklist));
        } finally {
            lock.unlock();
        }
    }

    /** {@code may_start_working}; caller holds the lock. */
    private boolean mayStartWorking() {
        return !idle.isEmpty();
    }

    /**
     * {@code manage_workers}: the caller, which holds the lock and is not idle, becomes the manager until there is
     * another worker. False if somebody else is, and the caller is to begin without one.
     */
    private boolean manageWorkers() {
        if (manager != null || complete) {
            return false;
        }
        manager = Thread.currentThread();
        lock.unlock();
        try {
            maybeCreateWorker.untilThereIsOne();
        } finally {
            lock.lock();
            manager = null;
        }
        return true;
    }

    private @Nullable QueuedWork firstRunnable() {
        for (QueuedWork queued : worklist) {
            if (queued.work().runningIn() == null) {
                return queued;
            }
        }
        return null;
    }

    private void take(QueuedWork queued) {
        worklist.remove(queued);
        inFlight.put(queued, Thread.currentThread());
        queued.work().setRunningIn(this);
        queued.work().clearPending();
    }
}
