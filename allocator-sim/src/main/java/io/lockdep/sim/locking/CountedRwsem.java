package io.lockdep.sim.locking;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A hand-made lock of a count and a writer, as {@code struct mem_hotplug} was until 4.12: readers are recursive, and so
 * its lock map says. A lock validator that follows recursive readers as loosely as that of 2017 is blind to cycles
 * through them.
 *
 * <p>Departure: who waits looks again every millisecond instead of being woken, so that the lock is made of no other
 * lock.
 */
public final class CountedRwsem implements RwSemaphore {

    private static final int WRITING = -1;
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final LockMap depMap;

    /** Number of readers, or {@link #WRITING}. */
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Makes an unlocked one.
     *
     * @param lockClass the kernel's name of its lock class
     */
    public CountedRwsem(String lockClass) {
        depMap = LockMap.of(lockClass);
    }

    @Override
    public void downRead() {
        depMap.acquire(LockMode.RECURSIVE_SHARED);
        while (!tryRead()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
    }

    @Override
    public void upRead() {
        count.decrementAndGet();
        depMap.release();
    }

    @Override
    public boolean downReadTrylock() {
        if (!tryRead()) {
            return false;
        }
        depMap.acquireTried(LockMode.RECURSIVE_SHARED);
        return true;
    }

    @Override
    public void downWrite() {
        depMap.acquire(LockMode.EXCLUSIVE);
        while (!count.compareAndSet(0, WRITING)) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
    }

    @Override
    public void upWrite() {
        count.set(0);
        depMap.release();
    }

    @Override
    public int readers() {
        return Math.max(0, count.get());
    }

    private boolean tryRead() {
        int before = count.get();
        while (before != WRITING) {
            if (count.compareAndSet(before, before + 1)) {
                return true;
            }
            before = count.get();
        }
        return false;
    }
}
