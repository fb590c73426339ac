package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link java.util.concurrent.Semaphore}, told to lockdep: to be used in its place by changing the import.
 *
 * <p>Behaves as its superclass in everything; with the policy of a {@link LockFactory}, taking it may throw. A semaphore
 * made with one permit is a lock that can be taken once, as long as whoever acquires it also releases it; from the first
 * time that another thread does, which is never reported, semaphores of that class are not watched any more. One that is
 * made with more permits is a bounded supply, one that is made with none a signal; of those a policy is not asked.
 * Semaphores of one name are one lock class.
 */
public class Semaphore extends java.util.concurrent.Semaphore {

    private static final long serialVersionUID = 1L;
    private static final int TIMED = Acquisition.TIMED;

    private final Permits permits;

    /**
     * A semaphore whose class is the place that calls this.
     *
     * @param permits how many at first, may be negative
     */
    public Semaphore(int permits) {
        this(null, permits, false, Policy.LOG);
    }

    /**
     * A semaphore whose class is the place that calls this.
     *
     * @param permits how many at first, may be negative
     * @param fair whether the thread that has waited longest comes next
     */
    public Semaphore(int permits, boolean fair) {
        this(null, permits, fair, Policy.LOG);
    }

    /**
     * A semaphore.
     *
     * @param name its lock class
     * @param permits how many at first, may be negative
     */
    public Semaphore(String name, int permits) {
        this(name, permits, false, Policy.LOG);
    }

    /**
     * A semaphore.
     *
     * @param name its lock class
     * @param permits how many at first, may be negative
     * @param fair whether the thread that has waited longest comes next
     */
    public Semaphore(String name, int permits, boolean fair) {
        this(name, permits, fair, Policy.LOG);
    }

    Semaphore(@Nullable String name, int permits, boolean fair, Policy policy) {
        super(permits, fair);
        this.permits = new Permits(this, name, permits, policy);
    }

    @Override
    public void acquire() throws InterruptedException {
        int before = permits.announce(1, 0);
        boolean taken = false;
        try {
            super.acquire();
            taken = true;
        } finally {
            permits.settle(before, taken, 1, 0);
        }
    }

    @Override
    public void acquire(int count) throws InterruptedException {
        int before = permits.announce(count, 0);
        boolean taken = false;
        try {
            super.acquire(count);
            taken = true;
        } finally {
            permits.settle(before, taken, count, 0);
        }
    }

    @Override
    public void acquireUninterruptibly() {
        int before = permits.announce(1, 0);
        boolean taken = false;
        try {
            super.acquireUninterruptibly();
            taken = true;
        } finally {
            permits.settle(before, taken, 1, 0);
        }
    }

    @Override
    public void acquireUninterruptibly(int count) {
        int before = permits.announce(count, 0);
        boolean taken = false;
        try {
            super.acquireUninterruptibly(count);
            taken = true;
        } finally {
            permits.settle(before, taken, count, 0);
        }
    }

    @Override
    public boolean tryAcquire() {
        int before = permits.before();
        boolean taken = super.tryAcquire();
        permits.tried(before, taken, 1);
        return taken;
    }

    @Override
    public boolean tryAcquire(int count) {
        int before = permits.before();
        boolean taken = super.tryAcquire(count);
        permits.tried(before, taken, count);
        return taken;
    }

    @Override
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        int before = permits.announce(1, TIMED);
        boolean taken = false;
        try {
            taken = super.tryAcquire(timeout, unit);
        } finally {
            permits.settle(before, taken, 1, TIMED);
        }
        return taken;
    }

    @Override
    public boolean tryAcquire(int count, long timeout, TimeUnit unit) throws InterruptedException {
        int before = permits.announce(count, TIMED);
        boolean taken = false;
        try {
            taken = super.tryAcquire(count, timeout, unit);
        } finally {
            permits.settle(before, taken, count, TIMED);
        }
        return taken;
    }

    @Override
    public void release() {
        int before = permits.before();
        super.release();
        permits.released(before, 1);
    }

    @Override
    public void release(int count) {
        int before = permits.before();
        super.release(count);
        permits.released(before, count);
    }

    @Override
    public int drainPermits() {
        int before = permits.before();
        int drained = super.drainPermits();
        if (drained < 0) {
            permits.resized();
        } else {
            permits.tried(before, drained > 0, drained);
        }
        return drained;
    }

    @Override
    protected void reducePermits(int reduction) {
        super.reducePermits(reduction);
        permits.resized();
    }
}
