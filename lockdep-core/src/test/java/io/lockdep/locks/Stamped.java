package io.lockdep.locks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;

/** A stamped lock used by its stamps, written to, as a {@code Lock}. */
final class Stamped implements Lock {

    private final StampedLock lock;
    private long stamp;

    Stamped(StampedLock lock) {
        this.lock = lock;
    }

    @Override
    public void lock() {
        stamp = lock.writeLock();
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        stamp = lock.writeLockInterruptibly();
    }

    @Override
    public boolean tryLock() {
        return keep(lock.tryWriteLock());
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return keep(lock.tryWriteLock(time, unit));
    }

    private boolean keep(long taken) {
        stamp = taken != 0 ? taken : stamp;
        return taken != 0;
    }

    @Override
    public void unlock() {
        lock.unlock(stamp);
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException();
    }
}
