package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.ClassedLock;
import io.lockdep.engine.LockEvents;

/**
 * A lock without a lock: makes an ordering rule visible that no lock object enforces (kernel: {@code lockdep_map}).
 *
 * <p>Use it for what threads wait for other than locks: the code that will end the wait runs inside {@link #scope}, and
 * who waits calls {@link #touch} first. It blocks nobody and costs what a tracked lock costs.
 *
 * <pre>{@code
 * private final LockMap refill = LockMap.of("Pool.refill");
 *
 * void refill() {                       // runs on the refill thread
 *     try (Scope s = refill.scope(LockMode.EXCLUSIVE)) { ... }
 * }
 *
 * void awaitRefill() {                  // runs on any thread, with whatever locks it holds
 *     refill.touch(LockMode.EXCLUSIVE);
 *     done.await();
 * }
 * }</pre>
 *
 * <p>Thread-safe; acquisition and release belong to the calling thread. Taking one map twice on a thread is reported as
 * a self-deadlock, unless both are recursive reads. Source: {@code include/linux/lockdep.h}, Linux 6.12.
 */
public final class LockMap extends ClassedLock {

    private LockMap(String lockClass) {
        super(lockClass, false);
    }

    /**
     * Makes a map.
     *
     * @param lockClass name of its lock class; maps of one name are instances of one class
     * @return the map
     */
    public static LockMap of(String lockClass) {
        Library.start();
        return new LockMap(lockClass);
    }

    /**
     * Says that this thread is about to wait for what the map stands for, and holds it from now on.
     *
     * @param mode how
     */
    public void acquire(LockMode mode) {
        take(mode, Acquisition.ONCE);
    }

    /**
     * Takes the map without waiting: nothing depends on it, but what is taken later does.
     *
     * @param mode how
     */
    public void acquireTried(LockMode mode) {
        take(mode, Acquisition.ONCE | Acquisition.TRIED);
    }

    /** Says that this thread does not hold the map any more. Reported if it did not. */
    public void release() {
        if (!LockEvents.release(this, Acquisition.EXCLUSIVE)) {
            LockEvents.refused(this);
        }
    }

    /**
     * Says that this thread waits here for what the map stands for: acquires and releases it.
     *
     * @param mode how
     */
    public void touch(LockMode mode) {
        acquire(mode);
        release();
    }

    /**
     * Holds the map while a piece of code runs.
     *
     * @param mode how
     * @return to be closed by the same thread
     */
    public Scope scope(LockMode mode) {
        acquire(mode);
        return this::release;
    }

    // Readers alone cannot block each other, so the engine wants to know of every writer.
    private void take(LockMode mode, int how) {
        if (mode == LockMode.EXCLUSIVE) {
            LockEvents.acquireWriter(this, Acquisition.EXCLUSIVE | how);
        } else {
            LockEvents.acquire(this, mode.ordinal() | how);
        }
    }

    @Override
    public String toString() {
        return "LockMap[" + lockClassName() + "]";
    }
}
