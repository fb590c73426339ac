package io.lockdep.sim.progress;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Tells a stall from work: whoever does something that must come to an end says what it is and how much is left, and
 * when that no longer shrinks the watchdog says who is stuck, what that task holds, what it waits for and which pages
 * are where.
 *
 * <p>Two ways to be caught. A loop that goes round without getting anywhere is thrown out of its loop by
 * {@link Undertaking#round}, always after the same number of rounds, so that scripts end. And who does not come round
 * at all is found by another thread through {@link #overdue}. Nothing here takes a lock.
 *
 * <p>Stands for the kernel's hung task and workqueue watchdogs (kernel/hung_task.c, {@code wq_watchdog} of
 * kernel/workqueue.c). Thread-safe.
 */
public final class ProgressWatchdog {

    /** The kernel has no such limit: {@code __offline_pages} goes round until a signal comes. */
    private static final int FRUITLESS_ROUNDS = 100;

    private final Supplier<List<String>> pages;
    private final Queue<Undertaking> underway = new ConcurrentLinkedQueue<>();

    /**
     * Makes the watchdog of a machine.
     *
     * @param pages says which pages are on which lists, a line each; called when something is stuck, on any thread
     */
    public ProgressWatchdog(Supplier<List<String>> pages) {
        this.pages = pages;
    }

    /**
     * The calling thread begins something that must come to an end.
     *
     * @param what it does, a kernel function and its argument
     * @param waitsFor what has to happen for it to end
     * @return to be closed at the end
     */
    public Undertaking begin(String what, String waitsFor) {
        Undertaking undertaking = new Undertaking(this, what, waitsFor, FRUITLESS_ROUNDS);
        underway.add(undertaking);
        return undertaking;
    }

    /**
     * The calling thread knows that it would wait for ever.
     *
     * @param what it does
     * @param waitsFor what is never going to happen
     * @return to be thrown
     */
    public Stalled stalled(String what, String waitsFor) {
        return new Stalled(report(new Undertaking(this, what, waitsFor, 0)));
    }

    /**
     * What has made no progress for some time.
     *
     * @param limit how long
     * @return a report for each, with the stack of its thread
     */
    public List<String> overdue(Duration limit) {
        return underway.stream()
                .filter(undertaking -> undertaking.idleFor().compareTo(limit) > 0)
                .map(undertaking -> report(undertaking) + undertaking.stack())
                .toList();
    }

    String report(Undertaking undertaking) {
        StringBuilder text = new StringBuilder(undertaking.describe());
        pages.get().forEach(line -> text.append("\n  pages: ").append(line));
        return text.toString();
    }

    void end(Undertaking undertaking) {
        underway.remove(undertaking);
    }
}
