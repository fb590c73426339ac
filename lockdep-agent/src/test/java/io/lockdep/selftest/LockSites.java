package io.lockdep.selftest;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Makes the locks of a case, each class of the case at one place: where a lock is made is what gives it its class.
 */
final class LockSites {

    private LockSites() {}

    // Kept in a variable: a plain object that is left to a larger expression is not known by its place.
    static Object monitor(String lockClass) {
        Object monitor;
        switch (lockClass) {
            case "A" -> monitor = new Object();
            case "B" -> monitor = new Object();
            case "C" -> monitor = new Object();
            case "D" -> monitor = new Object();
            case "X" -> monitor = new Object();
            case "Y" -> monitor = new Object();
            case "o" -> monitor = new Object();
            default -> throw new IllegalArgumentException(lockClass);
        }
        return monitor;
    }

    static ReentrantLock reentrantLock(String lockClass, boolean fair) {
        return switch (lockClass) {
            case "A" -> new ReentrantLock(fair);
            case "B" -> new ReentrantLock(fair);
            case "C" -> new ReentrantLock(fair);
            case "D" -> new ReentrantLock(fair);
            case "X" -> new ReentrantLock(fair);
            case "Y" -> new ReentrantLock(fair);
            case "o" -> new ReentrantLock(fair);
            default -> throw new IllegalArgumentException(lockClass);
        };
    }

    static ReentrantReadWriteLock readWriteLock(String lockClass, boolean fair) {
        return switch (lockClass) {
            case "A" -> new ReentrantReadWriteLock(fair);
            case "B" -> new ReentrantReadWriteLock(fair);
            case "C" -> new ReentrantReadWriteLock(fair);
            case "D" -> new ReentrantReadWriteLock(fair);
            case "X" -> new ReentrantReadWriteLock(fair);
            case "Y" -> new ReentrantReadWriteLock(fair);
            case "o" -> new ReentrantReadWriteLock(fair);
            default -> throw new IllegalArgumentException(lockClass);
        };
    }

    static StampedLock stampedLock(String lockClass) {
        return switch (lockClass) {
            case "A" -> new StampedLock();
            case "B" -> new StampedLock();
            case "C" -> new StampedLock();
            case "D" -> new StampedLock();
            case "X" -> new StampedLock();
            case "Y" -> new StampedLock();
            case "o" -> new StampedLock();
            default -> throw new IllegalArgumentException(lockClass);
        };
    }

    static Semaphore semaphore(String lockClass) {
        return switch (lockClass) {
            case "A" -> new Semaphore(1);
            case "B" -> new Semaphore(1);
            case "C" -> new Semaphore(1);
            case "D" -> new Semaphore(1);
            case "X" -> new Semaphore(1);
            case "Y" -> new Semaphore(1);
            case "o" -> new Semaphore(1);
            default -> throw new IllegalArgumentException(lockClass);
        };
    }
}
