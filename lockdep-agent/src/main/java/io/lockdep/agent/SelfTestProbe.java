package io.lockdep.agent;

import io.lockdep.engine.LockEvents;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A program under test in miniature: the one class of the agent that is instrumented itself. */
public final class SelfTestProbe implements Runnable {

    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();

    private int inMonitor;
    private int inLock;
    private int inRead;
    private int after = -1;

    @Override
    public synchronized void run() {
        synchronized (monitor) {
            inMonitor = LockEvents.depth();
            lock.lock();
            try {
                inLock = LockEvents.depth();
                shared.readLock().lock();
                try {
                    inRead = LockEvents.depth();
                } finally {
                    shared.readLock().unlock();
                }
            } finally {
                lock.unlock();
            }
        }
        after = LockEvents.depth();
    }

    boolean sawEverything() {
        return inMonitor == 2 && inLock == 3 && inRead == 4 && after == 1;
    }
}
