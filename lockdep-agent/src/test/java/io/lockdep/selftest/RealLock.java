package io.lockdep.selftest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** A lock of the JDK in the words of a case: {@code x} takes it exclusively, {@code r} as a reader. */
interface RealLock {

    void lock(String mode) throws InterruptedException;

    boolean tryLock(String mode) throws InterruptedException;

    void unlock(String mode);

    /**
     * Makes the lock that a case asks for.
     *
     * @param type type of the JDK, as the case names it
     * @param lockClass class of the lock in the case
     */
    static RealLock of(String type, String lockClass) {
        boolean fair = type.contains("(fair)");
        if (type.startsWith("ReentrantReadWriteLock")) {
            ReadWriteLock lock = LockSites.readWriteLock(lockClass, fair);
            return new OfTwoModes(lock);
        }
        if (type.startsWith("StampedLock")) {
            return new OfStamps(LockSites.stampedLock(lockClass), new ArrayDeque<>());
        }
        if (type.startsWith("Semaphore")) {
            return new OfPermits(LockSites.semaphore(lockClass));
        }
        return new OfOneMode(LockSites.reentrantLock(lockClass, fair), type.endsWith("tryLock(0)"));
    }

    /** A lock that has no readers. */
    record OfOneMode(Lock lock, boolean timed) implements RealLock {

        @Override
        public void lock(String mode) {
            lock.lock();
        }

        @Override
        public boolean tryLock(String mode) throws InterruptedException {
            return timed ? lock.tryLock(0, TimeUnit.SECONDS) : lock.tryLock();
        }

        @Override
        public void unlock(String mode) {
            lock.unlock();
        }
    }

    /** A lock that has. */
    record OfTwoModes(ReadWriteLock lock) implements RealLock {

        @Override
        public void lock(String mode) {
            of(mode).lock();
        }

        @Override
        public boolean tryLock(String mode) {
            return of(mode).tryLock();
        }

        @Override
        public void unlock(String mode) {
            of(mode).unlock();
        }

        private Lock of(String mode) {
            return switch (mode) {
                case "x" -> lock.writeLock();
                case "r" -> lock.readLock();
                default -> throw new IllegalArgumentException(mode);
            };
        }
    }

    /** A lock that gives stamps; the last one is kept, to be used once too often. */
    record OfStamps(StampedLock lock, Deque<Long> stamps) implements RealLock {

        @Override
        public void lock(String mode) {
            stamps.push(mode.equals("x") ? lock.writeLock() : lock.readLock());
        }

        @Override
        public boolean tryLock(String mode) {
            long stamp = mode.equals("x") ? lock.tryWriteLock() : lock.tryReadLock();
            if (stamp != 0) {
                stamps.push(stamp);
            }
            return stamp != 0;
        }

        @Override
        public void unlock(String mode) {
            lock.unlock(stamps.size() > 1 ? stamps.pop() : stamps.element());
        }
    }

    /** A semaphore of one permit. */
    record OfPermits(Semaphore lock) implements RealLock {

        @Override
        public void lock(String mode) throws InterruptedException {
            lock.acquire();
        }

        @Override
        public boolean tryLock(String mode) {
            return lock.tryAcquire();
        }

        @Override
        public void unlock(String mode) {
            lock.release();
        }
    }
}
