package io.lockdep.locks;

import java.util.Objects;

/**
 * Makes locks that are watched without an agent, with a policy that says what happens when one of them is about to be
 * taken in a bad order.
 *
 * <p>A name is a lock class: the locks of one name play one role in the program, also those of another factory. Locks of
 * one class should have one policy. What is made has the JDK's types and behaviour.
 *
 * <pre>{@code
 * private final LockFactory locks = LockFactory.newInstance(Policy.THROW);
 * private final ReentrantLock accounts = locks.newReentrantLock("Bank.accounts");
 * }</pre>
 *
 * <p>Thread-safe. Its methods and their names are those of Guava's {@code CycleDetectingLockFactory}; the differences are
 * told in {@code docs/library.md}.
 */
public final class LockFactory {

    private final Policy policy;

    private LockFactory(Policy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Makes a factory.
     *
     * @param policy what happens when a lock of this factory is about to be taken in a bad order
     * @return the factory
     */
    public static LockFactory newInstance(Policy policy) {
        return new LockFactory(policy);
    }

    /**
     * Makes a factory whose locks are taken in the order of an enum's constants. Taking them in another one is reported
     * the first time, before the right one was ever seen.
     *
     * @param order the enum; its first constant names the outermost locks
     * @param policy what happens when a lock of this factory is about to be taken in a bad order
     * @param <E> the enum
     * @return the factory
     */
    public static <E extends Enum<E>> RankedLockFactory<E> withExplicitOrdering(Class<E> order, Policy policy) {
        return new RankedLockFactory<>(order, new LockFactory(policy));
    }

    /**
     * Makes a lock.
     *
     * @param name its lock class
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantLock newReentrantLock(String name) {
        return newReentrantLock(name, false);
    }

    /**
     * Makes a lock.
     *
     * @param name its lock class
     * @param fair whether the thread that has waited longest comes next
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantLock newReentrantLock(String name, boolean fair) {
        Objects.requireNonNull(name, "name");
        return policy == Policy.DISABLED
                ? new java.util.concurrent.locks.ReentrantLock(fair)
                : new ReentrantLock(name, fair, policy);
    }

    /**
     * Makes a read-write lock.
     *
     * @param name its lock class
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantReadWriteLock newReentrantReadWriteLock(String name) {
        return newReentrantReadWriteLock(name, false);
    }

    /**
     * Makes a read-write lock.
     *
     * @param name its lock class
     * @param fair whether the thread that has waited longest comes next
     * @return the lock
     */
    public java.util.concurrent.locks.ReentrantReadWriteLock newReentrantReadWriteLock(String name, boolean fair) {
        Objects.requireNonNull(name, "name");
        return policy == Policy.DISABLED
                ? new java.util.concurrent.locks.ReentrantReadWriteLock(fair)
                : new ReentrantReadWriteLock(name, fair, policy);
    }

    /**
     * Makes a stamped lock.
     *
     * @param name its lock class
     * @return the lock
     */
    public java.util.concurrent.locks.StampedLock newStampedLock(String name) {
        Objects.requireNonNull(name, "name");
        return policy == Policy.DISABLED ? new java.util.concurrent.locks.StampedLock() : new StampedLock(name, policy);
    }

    /**
     * Makes a semaphore, which is watched if it has one permit.
     *
     * @param name its lock class
     * @param permits how many
     * @return the semaphore
     */
    public java.util.concurrent.Semaphore newSemaphore(String name, int permits) {
        return newSemaphore(name, permits, false);
    }

    /**
     * Makes a semaphore, which is watched if it has one permit.
     *
     * @param name its lock class
     * @param permits how many
     * @param fair whether the thread that has waited longest comes next
     * @return the semaphore
     */
    public java.util.concurrent.Semaphore newSemaphore(String name, int permits, boolean fair) {
        Objects.requireNonNull(name, "name");
        return policy == Policy.DISABLED
                ? new java.util.concurrent.Semaphore(permits, fair)
                : new Semaphore(name, permits, fair, policy);
    }
}
