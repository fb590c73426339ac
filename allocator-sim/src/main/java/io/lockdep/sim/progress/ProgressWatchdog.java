package io.lockdep.sim.progress;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a stall from work: whoever does something that must come to an end says what it is and how much is left, and
 * when that no longer changes the watchdog says who is stuck, what that task holds, what it waits for, who else waits,
 * what kworkers are doing and which pages are where.
 *
 * <p>Two ways to be caught. A loop that goes round without getting anywhere is told so by {@link Undertaking#round}, in
 * a script always after the same number of rounds, so that scripts end. And who does not come round at all is found by
 * another thread through {@link #overdue}. Nothing here takes a lock.
 *
 * <p>Stands for the kernel's hung task and workqueue watchdogs (kernel/hung_task.c, {@code wq_watchdog} of
 * kernel/workqueue.c). Thread-safe.
 */
public final class ProgressWatchdog {

    private final Supplier<List<String>> machine;
    private final Queue<Undertaking> underway = new ConcurrentLinkedQueue<>();
    private final Queue<String> stalls = new ConcurrentLinkedQueue<>();

    /** What a script does about a stall that was reported. */
    private volatile Runnable relief = () -> {};

    /** The kernel has no such limit: {@code __offline_pages} goes round until a signal comes. */
    private volatile int enough = Integer.MAX_VALUE;

    private volatile Duration longEnough = Duration.ZERO;

    /**
     * Makes the watchdog of a machine, which never ends anything.
     *
     * @param machine says what kworkers are doing and which pages are on which lists; called when something is stuck, on
     *     any thread, and waits for no lock
     */
    public ProgressWatchdog(Supplier<List<String>> machine) {
        this.machine = machine;
    }

    /**
     * Lets fruitless loops end.
     *
     * @param rounds after how many rounds without progress
     * @param atLeast and after how long; where threads run freely, the number of rounds alone says little
     */
    public void endAfter(int rounds, Duration atLeast) {
        longEnough = atLeast;
        enough = rounds;
    }

    /**
     * Lets a script do something when a stall was reported, so that the machine can go on.
     *
     * @param relief called by whoever noticed
     */
    public void whenStalled(Runnable relief) {
        this.relief = relief;
    }

    /**
     * The calling thread begins something that must come to an end.
     *
     * @param what it does, a kernel function and its argument
     * @param waitsFor says what has to happen for it to end; called on any thread, takes no locks
     * @return to be closed at the end
     */
    public Undertaking begin(String what, Supplier<String> waitsFor) {
        Undertaking undertaking = new Undertaking(this, what, waitsFor);
        underway.add(undertaking);
        return undertaking;
    }

    /**
     * What was stuck so far.
     *
     * @return a report for each stall, of several lines
     */
    public List<String> stalls() {
        return List.copyOf(stalls);
    }

    /**
     * What has made no progress for some time.
     *
     * @param limit how long
     * @return a report for each
     */
    public List<String> overdue(Duration limit) {
        return underway.stream()
                .filter(undertaking -> undertaking.idleFor().compareTo(limit) > 0)
                .map(this::describe)
                .toList();
    }

    /**
     * Notes that something will never end.
     *
     * @param undertaking what that is
     */
    public void report(Undertaking undertaking) {
        stalls.add(describe(undertaking));
        relief.run();
    }

    boolean isEnough(int fruitlessRounds, Duration idle) {
        return fruitlessRounds >= enough && idle.compareTo(longEnough) >= 0;
    }

    void end(Undertaking undertaking) {
        underway.remove(undertaking);
    }

    /**
     * Everything that is underway, stuck or not, and the state of the machine.
     *
     * @return lines of a report, each with a line break before it
     */
    public String showState() {
        return showState(underway.stream());
    }

    private String describe(Undertaking stuck) {
        return "stall: no progress of " + stuck.describe()
                + showState(underway.stream().filter(other -> other != stuck));
    }

    private String showState(Stream<Undertaking> others) {
        return Stream.concat(others.map(Undertaking::describe), machine.get().stream())
                .map(line -> "\n" + line)
                .collect(Collectors.joining());
    }
}
