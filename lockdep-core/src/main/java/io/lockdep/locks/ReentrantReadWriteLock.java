package io.lockdep.locks;

import io.lockdep.engine.SelfReporting;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link java.util.concurrent.locks.ReentrantReadWriteLock}, told to lockdep: to be used in its place by
 * changing the import.
 *
 * <p>Behaves as its superclass in everything; with the policy of a {@link LockFactory}, taking it may throw. Both of its
 * locks are one lock, taken shared or exclusively. A reader that asks for the write lock waits for itself, which is
 * reported before it does. Locks of one name are one lock class.
 */
public class ReentrantReadWriteLock extends java.util.concurrent.locks.ReentrantReadWriteLock implements SelfReporting {

    private static final long serialVersionUID = 1L;

    final Watch watch;
    private final ReadView reader;
    private final WriteView writer;

    /** A lock whose class is the place that calls this. */
    public ReentrantReadWriteLock() {
        this(null, false, Policy.LOG);
    }

    /**
     * A lock whose class is the place that calls this.
     *
     * @param fair whether the thread that has waited longest comes next
     */
    public ReentrantReadWriteLock(boolean fair) {
        this(null, fair, Policy.LOG);
    }

    /**
     * A lock.
     *
     * @param name its lock class
     */
    public ReentrantReadWriteLock(String name) {
        this(name, false, Policy.LOG);
    }

    /**
     * A lock.
     *
     * @param name its lock class
     * @param fair whether the thread that has waited longest comes next
     */
    public ReentrantReadWriteLock(String name, boolean fair) {
        this(name, fair, Policy.LOG);
    }

    ReentrantReadWriteLock(@Nullable String name, boolean fair, Policy policy) {
        super(fair);
        watch = new Watch(this, name, true, policy);
        reader = new ReadView(this);
        writer = new WriteView(this);
    }

    @Override
    public java.util.concurrent.locks.ReentrantReadWriteLock.ReadLock readLock() {
        return reader;
    }

    @Override
    public java.util.concurrent.locks.ReentrantReadWriteLock.WriteLock writeLock() {
        return writer;
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
