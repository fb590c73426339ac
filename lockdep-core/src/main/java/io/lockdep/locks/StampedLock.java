package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.SelfReporting;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link java.util.concurrent.locks.StampedLock}, told to lockdep: to be used in its place by changing the
 * import.
 *
 * <p>Behaves as its superclass in everything; with the policy of a {@link LockFactory}, taking it may throw. It is not
 * reentrant: taking it twice is reported before the thread waits for itself, and reading twice as what a writer that
 * comes between turns into that. Optimistic reads wait for nobody and are no events. A stamp that another thread gives
 * back than the one that got it has no owner; the first time that this is seen, the locks of that class are no longer
 * watched. Locks of one name are one lock class.
 */
public class StampedLock extends java.util.concurrent.locks.StampedLock implements SelfReporting {

    private static final long serialVersionUID = 1L;

    static final int WRITE = Acquisition.EXCLUSIVE | Acquisition.ONCE;
    static final int READ = Acquisition.SHARED | Acquisition.ONCE;
    private static final int NOT_HELD = -1;

    final Watch watch;
    private transient @Nullable Lock readView;
    private transient @Nullable Lock writeView;

    /** A lock whose class is the place that calls this. */
    public StampedLock() {
        this(null, Policy.LOG);
    }

    /**
     * A lock.
     *
     * @param name its lock class
     */
    public StampedLock(String name) {
        this(name, Policy.LOG);
    }

    StampedLock(@Nullable String name, Policy policy) {
        watch = new Watch(this, name, true, policy);
    }

    @Override
    public long writeLock() {
        int before = watch.announce(WRITE);
        long stamp = 0;
        try {
            stamp = super.writeLock();
        } finally {
            watch.settle(before, stamp != 0, WRITE);
        }
        return stamp;
    }

    @Override
    public long writeLockInterruptibly() throws InterruptedException {
        int before = watch.announce(WRITE);
        long stamp = 0;
        try {
            stamp = super.writeLockInterruptibly();
        } finally {
            watch.settle(before, stamp != 0, WRITE);
        }
        return stamp;
    }

    @Override
    public long tryWriteLock() {
        int before = watch.before();
        long stamp = super.tryWriteLock();
        watch.tried(before, stamp != 0, WRITE);
        return stamp;
    }

    @Override
    public long tryWriteLock(long time, TimeUnit unit) throws InterruptedException {
        int before = watch.announce(WRITE | Acquisition.TIMED);
        long stamp = 0;
        try {
            stamp = super.tryWriteLock(time, unit);
        } finally {
            watch.settle(before, stamp != 0, WRITE | Acquisition.TIMED);
        }
        return stamp;
    }

    @Override
    public long readLock() {
        int before = watch.announce(READ);
        long stamp = 0;
        try {
            stamp = super.readLock();
        } finally {
            watch.settle(before, stamp != 0, READ);
        }
        return stamp;
    }

    @Override
    public long readLockInterruptibly() throws InterruptedException {
        int before = watch.announce(READ);
        long stamp = 0;
        try {
            stamp = super.readLockInterruptibly();
        } finally {
            watch.settle(before, stamp != 0, READ);
        }
        return stamp;
    }

    @Override
    public long tryReadLock() {
        int before = watch.before();
        long stamp = super.tryReadLock();
        watch.tried(before, stamp != 0, READ);
        return stamp;
    }

    @Override
    public long tryReadLock(long time, TimeUnit unit) throws InterruptedException {
        int before = watch.announce(READ | Acquisition.TIMED);
        long stamp = 0;
        try {
            stamp = super.tryReadLock(time, unit);
        } finally {
            watch.settle(before, stamp != 0, READ | Acquisition.TIMED);
        }
        return stamp;
    }

    // The superclass implements unlock(long) by these two.
    @Override
    public void unlockWrite(long stamp) {
        int before = watch.before();
        try {
            super.unlockWrite(stamp);
        } catch (IllegalMonitorStateException e) {
            watch.refused(e);
            throw e;
        }
        watch.released(before, WRITE);
    }

    @Override
    public void unlockRead(long stamp) {
        int before = watch.before();
        try {
            super.unlockRead(stamp);
        } catch (IllegalMonitorStateException e) {
            watch.refused(e);
            throw e;
        }
        watch.released(before, READ);
    }

    @Override
    public boolean tryUnlockWrite() {
        int before = watch.before();
        boolean released = super.tryUnlockWrite();
        if (released) {
            watch.released(before, WRITE);
        }
        return released;
    }

    @Override
    public boolean tryUnlockRead() {
        int before = watch.before();
        boolean released = super.tryUnlockRead();
        if (released) {
            watch.released(before, READ);
        }
        return released;
    }

    @Override
    public long tryConvertToWriteLock(long stamp) {
        int before = watch.before();
        return converted(before, stamp, super.tryConvertToWriteLock(stamp));
    }

    @Override
    public long tryConvertToReadLock(long stamp) {
        int before = watch.before();
        return converted(before, stamp, super.tryConvertToReadLock(stamp));
    }

    @Override
    public long tryConvertToOptimisticRead(long stamp) {
        int before = watch.before();
        return converted(before, stamp, super.tryConvertToOptimisticRead(stamp));
    }

    private long converted(int before, long from, long to) {
        int had = how(from);
        int has = how(to);
        if (to == 0 || had == has) {
            return to;
        }
        if (had == NOT_HELD) {
            watch.tried(before, true, has);
        } else if (has == NOT_HELD) {
            watch.released(before, had);
        } else {
            watch.converted(had, has);
        }
        return to;
    }

    private static int how(long stamp) {
        return isWriteLockStamp(stamp) ? WRITE : isReadLockStamp(stamp) ? READ : NOT_HELD;
    }

    // asReadWriteLock() of the superclass is made of these two. Two threads may make a view each: views have no state.
    @Override
    public Lock asReadLock() {
        Lock view = readView;
        if (view == null) {
            view = new StampedView(this, super.asReadLock(), READ);
            readView = view;
        }
        return view;
    }

    @Override
    public Lock asWriteLock() {
        Lock view = writeView;
        if (view == null) {
            view = new StampedView(this, super.asWriteLock(), WRITE);
            writeView = view;
        }
        return view;
    }
}
