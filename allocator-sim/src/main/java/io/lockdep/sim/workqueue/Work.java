package io.lockdep.sim.workqueue;

import io.lockdep.LockMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done once by a kworker; {@code struct work_struct}.
 *
 * <p>Queueing a work that is already pending does nothing. A work runs on one worker at a time, even if it is queued
 * again while it runs.
 */
public final class Work {

    private final LockMap map;
    private final String lockClass;
    private final Runnable body;
    private final AtomicBoolean pending = new AtomicBoolean();

    /** The latest queueing; written by whoever set {@link #pending}. */
    private volatile @Nullable QueuedWork latest;

    /** Where a worker executes it just now; written under that pool's lock. */
    private volatile @Nullable WorkerPool runningIn;

    private Work(String lockClass, Runnable body) {
        this.lockClass = lockClass;
        this.body = body;
        map = LockMap.of(lockClass);
    }

    /**
     * Makes a work ({@code INIT_WORK}).
     *
     * @param lockClass class of its lock map, by the kernel's habit {@code (work_completion)(expression)}
     * @param body what to do
     * @return a work that is not queued
     */
    public static Work named(String lockClass, Runnable body) {
        return new Work(lockClass, body);
    }

    /**
     * The class of its lock map.
     *
     * @return the name given at creation
     */
    public String lockClass() {
        return lockClass;
    }

    LockMap map() {
        return map;
    }

    void execute() {
        body.run();
    }

    boolean setPending() {
        return pending.compareAndSet(false, true);
    }

    void clearPending() {
        pending.set(false);
    }

    @Nullable
    QueuedWork latest() {
        return latest;
    }

    void setLatest(QueuedWork queued) {
        latest = queued;
    }

    @Nullable
    WorkerPool runningIn() {
        return runningIn;
    }

    void setRunningIn(@Nullable WorkerPool pool) {
        runningIn = pool;
    }
}
