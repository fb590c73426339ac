package io.lockdep.sim.progress;

import io.lockdep.HeldLock;
import io.lockdep.Lockdep;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Something that one task does and that must come to an end. Its thread calls {@link #round} if it goes round in a loop,
 * any thread may ask how it is.
 */
public final class Undertaking implements AutoCloseable {

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ProgressWatchdog watchdog;
    private final String what;
    private final Supplier<String> waitsFor;
    private final Thread thread = Thread.currentThread();

    /** What it holds, as of the last round. */
    private volatile List<String> held = heldClasses();

    private volatile Object left = "";
    private volatile int fruitless;
    private volatile long lastProgress = System.nanoTime();

    Undertaking(ProgressWatchdog watchdog, String what, Supplier<String> waitsFor) {
        this.watchdog = watchdog;
        this.what = what;
        this.waitsFor = waitsFor;
    }

    /**
     * Another round is over.
     *
     * @param stillToDo what is left; progress is made when it is not what was left before
     * @return false if the watchdog has seen enough rounds without progress: it has reported them, and the caller should
     *     end this
     */
    public boolean round(Object stillToDo) {
        return round(stillToDo, false);
    }

    /**
     * Another round is over.
     *
     * @param stillToDo what is left; progress is made when it is not what was left before
     * @param nobodyIsAtIt whether nobody is seen to do anything about what is left, so that only the number of rounds
     *     counts, however fast they were
     * @return false if the watchdog has seen enough rounds without progress
     */
    public boolean round(Object stillToDo, boolean nobodyIsAtIt) {
        held = heldClasses();
        if (!stillToDo.equals(left)) {
            left = stillToDo;
            fruitless = 0;
            lastProgress = System.nanoTime();
            return true;
        }
        int rounds = fruitless + 1;
        fruitless = rounds;
        if (!watchdog.isEnough(rounds, nobodyIsAtIt ? FOR_EVER : idleFor())) {
            return true;
        }
        watchdog.report(this);
        return false;
    }

    /** It is over, one way or the other. */
    @Override
    public void close() {
        watchdog.end(this);
    }

    Duration idleFor() {
        return Duration.ofNanos(System.nanoTime() - lastProgress);
    }

    /** Who is doing what, for how long in vain. */
    String headline() {
        return "\"" + thread.getName() + "\" in " + what
                + (fruitless > 0 ? ", the same for " + fruitless + " rounds" : "");
    }

    /** The same, what it waits for, what it holds and where it is. */
    String describe() {
        List<String> locks = held;
        return headline() + "\n  waits for: " + waitsFor.get()
                + "\n  holds: " + (locks.isEmpty() ? nothing() : String.join(", ", locks))
                + CallTrace.of(thread);
    }

    /** Without the agent only lock maps are known. */
    private static String nothing() {
        return Lockdep.agentActive() ? "nothing" : "nothing that is known without the agent";
    }

    private static List<String> heldClasses() {
        return Lockdep.held().stream().map(HeldLock::lockClass).toList();
    }
}
