package io.lockdep.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the one watchdog of a JVM on a thread of its own, which ends with the JVM and keeps nobody waiting.
 *
 * <p>What happens on that thread is no event. It is in the outermost thread group, so that a program that counts its
 * threads counts as before.
 */
public final class WatchdogThread implements Runnable {

    private static final long MIN_PERIOD_MS = 50;
    private static final long MAX_PERIOD_MS = 5000;
    private static final int LOOKS_PER_STALL = 4;

    // Three looks make a deadlock: one that has happened is said within two seconds.
    private static final long DEADLOCK_PERIOD_MS = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    // Of one processor, whatever the number of threads.
    private static final int MAX_SHARE_PERCENT = 5;

    private static @Nullable WatchdogThread running;

    private volatile long stallMs;
    private @Nullable Thread thread;

    private WatchdogThread(long stallMs) {
        this.stallMs = stallMs;
    }

    /**
     * Starts the watchdog, or changes what it watches for.
     *
     * @param stall how long a thread may wait; zero or less ends the watchdog
     */
    public static synchronized void watch(Duration stall) {
        long ms = stall.isNegative() ? 0 : Math.min(stall.toMillis(), Integer.MAX_VALUE);
        WatchdogThread known = running;
        if (known != null) {
            known.stallMs = ms;
            if (ms == 0) {
                running = null;
                known.wake();
            }
        } else if (ms > 0) {
            running = new WatchdogThread(ms);
            running.start();
        }
    }

    private void wake() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void start() {
        boolean was = LockEvents.enter();
        try {
            Watchdog.warmUp();
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
                group = parent;
            }
            Thread fresh = new Thread(group, this, "lockdep-watchdog", 0, false);
            fresh.setDaemon(true);
            fresh.setContextClassLoader(null);
            fresh.start();
            thread = fresh;
        } finally {
            LockEvents.leave(was);
        }
    }

    @Override
    public void run() {
        LockEvents.enter();
        try {
            Watchdog watchdog = new Watchdog(0, new Clock());
            long sweptNs = System.nanoTime();
            while (stallMs > 0) {
                watchdog.stallAfter(stallMs * NANOS_PER_MS);
                long startNs = System.nanoTime();
                boolean sweeps = startNs - sweptNs >= periodMs(stallMs) * NANOS_PER_MS;
                if (sweeps) {
                    sweptNs = startNs;
                }
                look(watchdog, sweeps);
                pause(System.nanoTime() - startNs);
            }
        } catch (Throwable e) {
            // Counted and said in the summary; the program goes on unwatched.
            Engine.internalError(e);
        }
    }

    // The next look may find memory again.
    private static void look(Watchdog watchdog, boolean sweeps) {
        try {
            if (!Shortage.isNow()) {
                watchdog.look();
                if (sweeps) {
                    Engine.sweep();
                    InitEvents.look();
                }
            }
        } catch (OutOfMemoryError e) {
            Engine.internalError(e);
        }
    }

    private static long periodMs(long stallMs) {
        return Math.max(MIN_PERIOD_MS, Math.min(MAX_PERIOD_MS, stallMs / LOOKS_PER_STALL));
    }

    private void pause(long lookNs) {
        long periodMs = periodMs(stallMs);
        long affordableMs = lookNs * (100 / MAX_SHARE_PERCENT) / NANOS_PER_MS;
        try {
            Thread.sleep(Math.min(MAX_PERIOD_MS, Math.max(Math.min(periodMs, DEADLOCK_PERIOD_MS), affordableMs)));
        } catch (InterruptedException e) {
            // To be ended; or somebody interrupts all threads there are, and this one was not meant.
            return;
        }
    }

    private static final class Clock implements LongSupplier {

        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
