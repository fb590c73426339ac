package io.lockdep.sim.script;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Whose turn it is: of all threads that know this baton, only its holder runs.
 *
 * <p>Made of one volatile field and parking, nothing that a lock validator would see, and no thread waits for the end
 * or the start of another: to a validator the actors of a script are threads that could run at the same time.
 *
 * <p>What a thread wrote while it held the baton is visible to the next holder.
 */
public final class Baton {

    /** After that long a turn is a hang, and no reason for a run to hang too. */
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private volatile Thread holder;

    /**
     * Makes a baton.
     *
     * @param first who holds it first
     */
    public Baton(Thread first) {
        holder = first;
    }

    /**
     * Hands the baton on and does not wait for it.
     *
     * @param next who holds it from now
     */
    void passTo(Thread next) {
        holder = next;
        LockSupport.unpark(next);
    }

    /** Waits until the calling thread holds the baton. */
    void await() {
        while (holder != Thread.currentThread()) {
            LockSupport.park(this);
        }
    }

    /**
     * Hands the baton on and waits until it comes back.
     *
     * @param next who runs meanwhile
     * @throws IllegalStateException if it does not come back for a minute; names who has it and where that thread is
     */
    void lend(Thread next) {
        passTo(next);
        long start = System.nanoTime();
        while (holder != Thread.currentThread()) {
            long left = LIMIT_NS - (System.nanoTime() - start);
            if (left <= 0) {
                throw new IllegalStateException(stuck(holder));
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private static String stuck(Thread thread) {
        StringBuilder text = new StringBuilder("\"").append(thread.getName()).append("\" does not end its turn; it is");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
