package io.lockdep.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps lockdep from asking for memory again and again while there is none: each attempt makes the JVM collect the whole
 * heap, twice, on the program's time.
 *
 * <p>After an attempt that failed nothing new is learnt until memory has been freed, or for a second, then two, four, up to
 * a minute. Known chains do not notice. Thread-safe; asked on slow paths only, and never allocates.
 */
final class Shortage {

    private static final long FIRST_PAUSE_NS = 1_000_000_000;
    private static final long LONGEST_PAUSE_NS = 64 * FIRST_PAUSE_NS;

    /** Which part of the heap has to be freed to be worth another attempt. */
    private static final int WORTH = 32;

    /** Thrown in place of an attempt. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // there is no memory to make one when it is needed
    private static final Paused PAUSED = new Paused();

    private static final AtomicLong UNSEEN = new AtomicLong();

    private static volatile boolean pausing;
    private static volatile long pauseNs;
    private static volatile long endNs;
    private static volatile long enough;

    private Shortage() {}

    /** An attempt to get memory has failed. */
    static void met() {
        UNSEEN.getAndIncrement();
        long now = System.nanoTime();
        boolean again = pauseNs > 0 && now - endNs < pauseNs;
        if (!pausing) {
            pauseNs = again ? Math.min(2 * pauseNs, LONGEST_PAUSE_NS) : FIRST_PAUSE_NS;
        }
        endNs = now + pauseNs;
        enough = available() + Runtime.getRuntime().maxMemory() / WORTH;
        pausing = true;
    }

    /** {@return whether it is no use to ask for memory} */
    static boolean isNow() {
        if (pausing && (System.nanoTime() - endNs >= 0 || available() >= enough)) {
            pausing = false;
        }
        return pausing;
    }

    /** Comes back only if it may be of use to ask for memory. */
    static void check() {
        if (pausing && isNow()) {
            throw PAUSED;
        }
    }

    /**
     * Whether something was thrown for want of memory; counts it.
     *
     * @param error what was thrown
     */
    static boolean explains(Throwable error) {
        if (error == PAUSED) {
            UNSEEN.getAndIncrement();
        } else if (error instanceof OutOfMemoryError) {
            met();
        } else {
            return false;
        }
        return true;
    }

    /** {@return how many events were not looked at} */
    static long unseen() {
        return UNSEEN.get();
    }

    private static long available() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private static final class Paused extends OutOfMemoryError {

        private static final long serialVersionUID = 1;

        Paused() {
            super("not asked for");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
