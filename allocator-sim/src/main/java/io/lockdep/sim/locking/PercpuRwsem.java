package io.lockdep.sim.locking;

import io.lockdep.Lockdep;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A lock for many readers and a rare writer; {@code struct percpu_rw_semaphore} of kernel/locking/percpu-rwsem.c.
 *
 * <p>Readers are not recursive: a writer that waits keeps new readers out, so a reader that asks again would wait for
 * the writer, which waits for it. The Java lock beneath is fair and therefore does the same, except that it lets a
 * thread that reads already read again.
 */
public final class PercpuRwsem implements RwSemaphore {

    private final ReentrantReadWriteLock lock;

    /**
     * Makes an unlocked one.
     *
     * @param lockClass the kernel's name of its lock class
     */
    public PercpuRwsem(String lockClass) {
        lock = Lockdep.name(new ReentrantReadWriteLock(true), lockClass);
    }

    @Override
    public void downRead() {
        lock.readLock().lock();
    }

    @Override
    public void upRead() {
        lock.readLock().unlock();
    }

    @Override
    public boolean downReadTrylock() {
        return lock.readLock().tryLock();
    }

    @Override
    public void downWrite() {
        lock.writeLock().lock();
    }

    @Override
    public void upWrite() {
        lock.writeLock().unlock();
    }

    @Override
    public int readers() {
        return lock.getReadLockCount();
    }

    /**
     * Whether a thread waits for the lock.
     *
     * @return true if anybody does; out of date at once
     */
    public boolean hasWaiters() {
        return lock.hasQueuedThreads();
    }
}
