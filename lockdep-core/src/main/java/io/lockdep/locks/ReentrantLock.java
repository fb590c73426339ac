package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.SelfReporting;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link java.util.concurrent.locks.ReentrantLock}, told to lockdep: to be used in its place by changing the
 * import.
 *
 * <p>Behaves as its superclass in everything; with the policy of a {@link LockFactory}, taking it may throw. Locks of one
 * name are one lock class: they play one role in the program. Bad orders are reported before the thread can block.
 */
public class ReentrantLock extends java.util.concurrent.locks.ReentrantLock implements SelfReporting {

    private static final long serialVersionUID = 1L;
    private static final int FLAGS = Acquisition.EXCLUSIVE;

    private final Watch watch;

    /** A lock whose class is the place that calls this. */
    public ReentrantLock() {
        this(null, false, Policy.LOG);
    }

    /**
     * A lock whose class is the place that calls this.
     *
     * @param fair whether the thread that has waited longest comes next
     */
    public ReentrantLock(boolean fair) {
        this(null, fair, Policy.LOG);
    }

    /**
     * A lock.
     *
     * @param name its lock class
     */
    public ReentrantLock(String name) {
        this(name, false, Policy.LOG);
    }

    /**
     * A lock.
     *
     * @param name its lock class
     * @param fair whether the thread that has waited longest comes next
     */
    public ReentrantLock(String name, boolean fair) {
        this(name, fair, Policy.LOG);
    }

    ReentrantLock(@Nullable String name, boolean fair, Policy policy) {
        super(fair);
        watch = new Watch(this, name, false, policy);
    }

    @Override
    public void lock() {
        int before = watch.announce(FLAGS);
        boolean taken = false;
        try {
            super.lock();
            taken = true;
        } finally {
            watch.settle(before, taken, FLAGS);
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        int before = watch.announce(FLAGS);
        boolean taken = false;
        try {
            super.lockInterruptibly();
            taken = true;
        } finally {
            watch.settle(before, taken, FLAGS);
        }
    }

    @Override
    public boolean tryLock() {
        int before = watch.before();
        boolean taken = super.tryLock();
        watch.tried(before, taken, FLAGS);
        return taken;
    }

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
        int before = watch.announce(FLAGS | Acquisition.TIMED);
        boolean taken = false;
        try {
            taken = super.tryLock(timeout, unit);
        } finally {
            watch.settle(before, taken, FLAGS | Acquisition.TIMED);
        }
        return taken;
    }

    @Override
    public void unlock() {
        int before = watch.before();
        try {
            super.unlock();
        } catch (IllegalMonitorStateException e) {
            watch.refused(e);
            throw e;
        }
        watch.released(before, FLAGS);
    }

    @Override
    public Condition newCondition() {
        return new WatchedCondition(super.newCondition(), watch);
    }

    @Override
    @SuppressWarnings("NullAway") // null is refused by the superclass, in its own way
    public boolean hasWaiters(Condition condition) {
        return super.hasWaiters(WatchedCondition.unwrap(condition));
    }

    @Override
    @SuppressWarnings("NullAway") // null is refused by the superclass, in its own way
    public int getWaitQueueLength(Condition condition) {
        return super.getWaitQueueLength(WatchedCondition.unwrap(condition));
    }

    @Override
    @SuppressWarnings("NullAway") // null is refused by the superclass, in its own way
    protected Collection<Thread> getWaitingThreads(Condition condition) {
        return super.getWaitingThreads(WatchedCondition.unwrap(condition));
    }
}
