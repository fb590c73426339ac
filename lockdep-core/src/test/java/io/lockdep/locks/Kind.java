package io.lockdep.locks;

import java.util.concurrent.locks.Lock;

/** Every way to use one of the library's types as a lock that excludes others. */
enum Kind {
    REENTRANT {
        @Override
        Lock make(LockFactory locks, String name) {
            return locks.newReentrantLock(name);
        }
    },
    WRITE {
        @Override
        Lock make(LockFactory locks, String name) {
            return locks.newReentrantReadWriteLock(name).writeLock();
        }
    },
    STAMPED {
        @Override
        Lock make(LockFactory locks, String name) {
            return new Stamped(locks.newStampedLock(name));
        }
    },
    STAMPED_VIEW {
        @Override
        Lock make(LockFactory locks, String name) {
            return locks.newStampedLock(name).asWriteLock();
        }
    },
    STAMPED_VIEW_OF_VIEWS {
        @Override
        Lock make(LockFactory locks, String name) {
            return locks.newStampedLock(name).asReadWriteLock().writeLock();
        }
    },
    SEMAPHORE {
        @Override
        Lock make(LockFactory locks, String name) {
            return new Binary(locks.newSemaphore(name, 1));
        }
    };

    abstract Lock make(LockFactory locks, String name);
}
