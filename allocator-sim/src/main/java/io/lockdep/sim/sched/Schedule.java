package io.lockdep.sim.sched;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a task gives way to others: {@code schedule_timeout} and {@code cond_resched}.
 *
 * <p>Made of parking, which no lock validator sees, as the kernel's lockdep sees no sleep. In a script, where only one
 * thread runs at a time, a task that sleeps lets the script decide who runs meanwhile.
 */
public final class Schedule {

    private volatile @Nullable Runnable script;

    /** How long a thread of the kernel sleeps in a script; false for other threads. */
    private volatile LongPredicate kernelThreads = nanos -> false;

    /** Makes one for threads that run freely. */
    public Schedule() {}

    /**
     * Lets a script decide who runs while a task sleeps.
     *
     * @param meanwhile called by the task in place of sleeping; null to sleep again
     */
    public void scriptedBy(@Nullable Runnable meanwhile) {
        script = meanwhile;
    }

    /**
     * Lets the sleep of the kernel's own threads be decided elsewhere.
     *
     * @param timeout sleeps for so many nanoseconds; false if it leaves that to this
     */
    public void kernelThreadsSleepBy(LongPredicate timeout) {
        kernelThreads = timeout;
    }

    /**
     * Sleeps until woken by unpark, or for some time ({@code io_schedule_timeout}); may wake early.
     *
     * @param nanos how long at most
     */
    public void ioScheduleTimeout(long nanos) {
        if (kernelThreads.test(nanos)) {
            return;
        }
        Runnable meanwhile = script;
        if (meanwhile != null) {
            meanwhile.run();
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Lets others run, if a script says so ({@code cond_resched}). */
    public void condResched() {
        Runnable meanwhile = script;
        if (meanwhile != null) {
            meanwhile.run();
        }
    }
}
