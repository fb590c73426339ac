package io.lockdep.sim.script;

import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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

    /** Who waits for the baton to come back from whom; used by the holder. */
    private final IdentityHashMap<Thread, Thread> lenders = new IdentityHashMap<>();

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
        lenders.put(next, Thread.currentThread());
        handTo(next);
    }

    /**
     * Lets a thread go on that waits inside {@link #lend} for something which has come, and waits for the baton. If it is
     * one of those who are waiting for the calling thread, it is still them that it returns the baton to.
     *
     * @param sleeper who runs meanwhile
     */
    void letGoOn(Thread sleeper) {
        if (isWaitingForMe(sleeper)) {
            handTo(sleeper);
        } else {
            lend(sleeper);
        }
    }

    /** Returns the baton to who lent it to the calling thread, and does not wait for it. */
    void giveBack() {
        Thread lender = lenders.remove(Thread.currentThread());
        if (lender == null) {
            throw new IllegalStateException(
                    "nobody lent the baton to \"" + Thread.currentThread().getName() + "\"");
        }
        passTo(lender);
    }

    private boolean isWaitingForMe(Thread sleeper) {
        @Nullable Thread waiting = Thread.currentThread();
        while (waiting != null && waiting != sleeper) {
            waiting = lenders.get(waiting);
        }
        return waiting != null;
    }

    private void handTo(Thread next) {
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
