package io.lockdep.sim.sched;

/**
 * Something to be done at a later time, once each time it is set; {@code struct timer_list} of include/linux/timer.h.
 */
public final class TimerList {

    private final Runnable function;

    /** When it expires; guarded by the lock of {@link Timers}. */
    long expires;

    /** Among timers that expire at one moment the one that was set first goes first; guarded likewise. */
    long order;

    TimerList(Runnable function) {
        this.function = function;
    }

    void run() {
        function.run();
    }
}
