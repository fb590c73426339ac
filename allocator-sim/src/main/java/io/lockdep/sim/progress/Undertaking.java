package io.lockdep.sim.progress;

import io.lockdep.HeldLock;
import io.lockdep.Lockdep;
import java.time.Duration;
import java.util.List;

/**
 * Something that one task does and that must come to an end. Its thread calls {@link #round}, any thread may ask how it
 * is.
 */
public final class Undertaking implements AutoCloseable {

    private final ProgressWatchdog watchdog;
    private final String what;
    private final String waitsFor;
    private final int limit;
    private final Thread thread = Thread.currentThread();
    private final List<String> held = heldClasses();
    private volatile long left = Long.MAX_VALUE;
    private volatile int fruitless;
    private volatile long lastProgress = System.nanoTime();

    Undertaking(ProgressWatchdog watchdog, String what, String waitsFor, int limit) {
        this.watchdog = watchdog;
        this.what = what;
        this.waitsFor = waitsFor;
        this.limit = limit;
    }

    /**
     * Another round is over.
     *
     * @param stillToDo how much is left, in any unit; progress is made when it is less than ever before
     * @throws Stalled after many rounds without progress
     */
    public void round(long stillToDo) {
        if (stillToDo < left) {
            left = stillToDo;
            fruitless = 0;
            lastProgress = System.nanoTime();
            return;
        }
        int rounds = fruitless + 1;
        fruitless = rounds;
        if (rounds >= limit) {
            throw new Stalled(watchdog.report(this));
        }
    }

    /** It is over, one way or the other. */
    @Override
    public void close() {
        watchdog.end(this);
    }

    Duration idleFor() {
        return Duration.ofNanos(System.nanoTime() - lastProgress);
    }

    String describe() {
        StringBuilder text = new StringBuilder("\"" + thread.getName() + "\" makes no progress in " + what);
        text.append("\n  waits for: ").append(waitsFor);
        if (fruitless > 0) {
            text.append(" (still to do: ").append(left).append(", the same for ");
            text.append(fruitless).append(" rounds)");
        }
        text.append("\n  holds: ").append(held.isEmpty() ? "nothing" : String.join(", ", held));
        return text.toString();
    }

    String stack() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }

    /** Classes of the locks that the calling thread holds; only lock maps if the agent is not attached. */
    private static List<String> heldClasses() {
        return Lockdep.held().stream().map(HeldLock::lockClass).toList();
    }
}
