package io.lockdep.locks;

import io.lockdep.Lockdep;

/**
 * Makes locks that are taken in the order of an enum's constants, the first one outermost.
 *
 * <p>The locks of one constant are one lock class, called {@code Enum.CONSTANT}. The order is declared when the factory is
 * made, and holds for the whole JVM from then on. Two locks of one constant may not be nested.
 *
 * <p>Thread-safe. Made by {@link LockFactory#withExplicitOrdering}.
 *
 * @param <E> the enum
 */
public final class RankedLockFactory<E extends Enum<E>> {

    private final LockFactory locks;

    RankedLockFactory(Class<E> order, LockFactory locks) {
        this.locks = locks;
        E[] ranks = order.getEnumConstants();
        String[] names = new String[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            names[i] = name(ranks[i]);
            Lockdep.rules(names[i]).strict();
        }
        if (names.length > 1) {
            Lockdep.declareOrder(names);
        }
    }

    private static String name(Enum<?> rank) {
        return rank.getDeclaringClass().getSimpleName() + "." + rank.name();
    }

    /**
     * Makes a lock.
     *
     * @param rank its place in the order
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantLock newReentrantLock(E rank) {
        return newReentrantLock(rank, false);
    }

    /**
     * Makes a lock.
     *
     * @param rank its place in the order
     * @param fair whether the thread that has waited longest comes next
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantLock newReentrantLock(E rank, boolean fair) {
        return locks.newReentrantLock(name(rank), fair);
    }

    /**
     * Makes a read-write lock.
     *
     * @param rank its place in the order
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantReadWriteLock newReentrantReadWriteLock(E rank) {
        return newReentrantReadWriteLock(rank, false);
    }

    /**
     * Makes a read-write lock.
     *
     * @param rank its place in the order
     * @param fair whether the thread that has waited longest comes next
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantReadWriteLock newReentrantReadWriteLock(E rank, boolean fair) {
        return locks.newReentrantReadWriteLock(name(rank), fair);
    }

    /**
     * Makes a stamped lock.
     *
     * @param rank its place in the order
     * @return the lock
     */
    public java.util.concurrent.locks.StampedLock newStampedLock(E rank) {
        return locks.newStampedLock(name(rank));
    }

    /**
     * Makes a semaphore, which is watched if it has one permit.
     *
     * @param rank its place in the order
     * @param permits how many
     * @return the semaphore
     */
    public java.util.concurrent.Semaphore newSemaphore(E rank, int permits) {
        return locks.newSemaphore(name(rank), permits);
    }
}
