package io.lockdep.sim.stress;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Stops all actors between two operations, so that somebody can look at a machine at rest.
 *
 * <p>Made of counters and parking, nothing that a lock validator would see: the gate must not order the actors.
 */
final class WorldGate {

    private static final long LOOK_AGAIN_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closed;

    /** Begins an operation; waits while the gate is closed. */
    void enter() {
        inside.incrementAndGet();
        while (closed) {
            inside.decrementAndGet();
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
            inside.incrementAndGet();
        }
    }

    /** Ends an operation. */
    void leave() {
        inside.decrementAndGet();
    }

    /**
     * Closes the gate and waits until nobody is inside and the machine has nothing left to do by itself.
     *
     * @param atRest whether the kernel's own threads are idle
     * @param limitNs how long to wait
     * @return false if that did not come; the gate is closed all the same
     */
    boolean close(BooleanSupplier atRest, long limitNs) {
        closed = true;
        long start = System.nanoTime();
        while (inside.get() > 0 || !atRest.getAsBoolean()) {
            if (System.nanoTime() - start > limitNs) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
        return true;
    }

    /** Lets the actors go on. */
    void open() {
        closed = false;
    }
}
