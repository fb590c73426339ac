package io.lockdep.sim.sched;

import io.lockdep.Lockdep;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one machine and the clock they go by; {@code mod_timer}, {@code del_timer_sync} and {@code run_timers} of
 * kernel/time/timer.c.
 *
 * <p>Where threads run freely, a thread waits for the real clock and runs what has expired. In a script the clock stands
 * still while anybody can run, and jumps to the next timer when the script says so: a second costs nothing, and two runs
 * see the same times.
 *
 * <p>Departure: one base for all CPUs, and its functions run on a thread of their own, or on the script's, instead of in
 * a softirq.
 */
public final class Timers {

    private static final Comparator<TimerList> BY_EXPIRY =
            Comparator.<TimerList>comparingLong(timer -> timer.expires).thenComparingLong(timer -> timer.order);

    private final ReentrantLock baseLock = Lockdep.name(new ReentrantLock(), "&base->lock");
    private final TreeSet<TimerList> pending = new TreeSet<>(BY_EXPIRY);
    private final boolean scripted;
    private long orders;

    /** The script's clock; written by whoever lets time pass. */
    private volatile long now;

    private volatile @Nullable TimerList running;
    private volatile @Nullable Thread softirq;
    private volatile boolean stopped;

    private Timers(boolean scripted) {
        this.scripted = scripted;
    }

    /**
     * Timers that go by the real clock; their thread is started with the first of them.
     *
     * @return to be ended by {@link #stop}
     */
    public static Timers free() {
        return new Timers(false);
    }

    /**
     * Timers that expire only in {@link #runNext}.
     *
     * @return whose clock stands at 0
     */
    public static Timers scripted() {
        return new Timers(true);
    }

    /**
     * Makes a timer that is not set ({@code setup_timer}).
     *
     * @param function what to do; must not sleep
     * @return the timer
     */
    public TimerList setupTimer(Runnable function) {
        return new TimerList(function);
    }

    /**
     * Sets a timer, or sets it anew ({@code mod_timer}).
     *
     * @param timer one of these
     * @param nanos how long from now
     */
    public void modTimer(TimerList timer, long nanos) {
        baseLock.lock();
        try {
            pending.remove(timer);
            timer.expires = now() + nanos;
            timer.order = orders++;
            pending.add(timer);
        } finally {
            baseLock.unlock();
        }
        if (!scripted) {
            LockSupport.unpark(softirqThread());
        }
    }

    /**
     * Takes a timer back, and waits until its function has ended ({@code del_timer_sync}).
     *
     * @param timer which one; must not be called by its function
     */
    public void delTimerSync(TimerList timer) {
        while (true) {
            baseLock.lock();
            try {
                pending.remove(timer);
                if (running != timer) {
                    return;
                }
            } finally {
                baseLock.unlock();
            }
            Thread.onSpinWait();
        }
    }

    /**
     * How late it is.
     *
     * @return nanoseconds since some moment
     */
    public long now() {
        return scripted ? now : System.nanoTime();
    }

    /**
     * Lets time pass up to the next timer and runs it, for scripts.
     *
     * @return false if none is set
     */
    public boolean runNext() {
        baseLock.lock();
        TimerList next;
        try {
            next = pending.pollFirst();
            if (next == null) {
                return false;
            }
            now = Math.max(now, next.expires);
        } finally {
            baseLock.unlock();
        }
        next.run();
        return true;
    }

    /** Ends the thread, if there is one. */
    public void stop() {
        stopped = true;
        Thread thread = softirq;
        if (thread != null) {
            LockSupport.unpark(thread);
            Uninterruptibly.join(thread);
        }
    }

    private Thread softirqThread() {
        Thread thread = softirq;
        if (thread != null) {
            return thread;
        }
        baseLock.lock();
        try {
            thread = softirq;
            if (thread == null) {
                thread = new Thread(this::runTimers, "ksoftirqd/0");
                thread.setDaemon(true);
                softirq = thread;
                thread.start();
            }
            return thread;
        } finally {
            baseLock.unlock();
        }
    }

    private void runTimers() {
        while (!stopped) {
            TimerList expired = takeExpired();
            if (expired != null) {
                try {
                    expired.run();
                } finally {
                    running = null;
                }
            }
        }
    }

    /** Parks until the next one expires, or until a timer is set. */
    private @Nullable TimerList takeExpired() {
        long wait = Long.MAX_VALUE;
        baseLock.lock();
        try {
            if (!pending.isEmpty()) {
                wait = pending.first().expires - System.nanoTime();
                if (wait <= 0) {
                    TimerList expired = pending.pollFirst();
                    running = expired;
                    return expired;
                }
            }
        } finally {
            baseLock.unlock();
        }
        LockSupport.parkNanos(this, wait);
        return null;
    }
}
