package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.LockView;
import java.util.concurrent.TimeUnit;

/** The read lock of a watched read-write lock. Its class does not show, the JDK's type does. */
final class ReadView extends java.util.concurrent.locks.ReentrantReadWriteLock.ReadLock implements LockView {

    private static final long serialVersionUID = 1L;
    private static final int FLAGS = Acquisition.SHARED;

    private final ReentrantReadWriteLock whole;

    ReadView(ReentrantReadWriteLock whole) {
        super(whole);
        this.whole = whole;
    }

    @Override
    public Object whole() {
        return whole;
    }

    @Override
    public void lock() {
        int before = whole.watch.announce(FLAGS);
        boolean taken = false;
        try {
            super.lock();
            taken = true;
        } finally {
            whole.watch.settle(before, taken, FLAGS);
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        int before = whole.watch.announce(FLAGS);
        boolean taken = false;
        try {
            super.lockInterruptibly();
            taken = true;
        } finally {
            whole.watch.settle(before, taken, FLAGS);
        }
    }

    @Override
    public boolean tryLock() {
        int before = whole.watch.before();
        boolean taken = super.tryLock();
        whole.watch.tried(before, taken, FLAGS);
        return taken;
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        int before = whole.watch.announce(FLAGS | Acquisition.TIMED);
        boolean taken = false;
        try {
            taken = super.tryLock(timeout, unit);
        } finally {
            whole.watch.settle(before, taken, FLAGS | Acquisition.TIMED);
        }
        return taken;
    }

    @Override
    public void unlock() {
        int before = whole.watch.before();
        try {
            super.unlock();
        } catch (IllegalMonitorStateException e) {
            whole.watch.refused(e);
            throw e;
        }
        whole.watch.released(before, FLAGS);
    }
}
