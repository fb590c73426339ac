package io.lockdep.sim.trace;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Records what happened in which order, so that two runs can be compared and a reader can follow one.
 *
 * <p>Lock-free, because it is called under the locks that the simulation is about. Any thread may emit.
 */
public final class Tracepoints {

    private final boolean recording;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private Tracepoints(boolean recording) {
        this.recording = recording;
    }

    /**
     * Tracepoints that forget everything.
     *
     * @return a sink for runs nobody reads
     */
    public static Tracepoints off() {
        return new Tracepoints(false);
    }

    /**
     * Tracepoints that keep every line; memory grows with the run.
     *
     * @return an empty record
     */
    public static Tracepoints recording() {
        return new Tracepoints(true);
    }

    /**
     * Notes that something happened on the calling thread.
     *
     * @param event name of the kernel's tracepoint, or the kernel function where it has none
     * @param what the argument that tells two such events apart, a CPU or a class name
     * @param value a number that belongs to it
     */
    public void emit(String event, String what, int value) {
        if (recording) {
            lines.add(Thread.currentThread().getName() + ": " + event + " " + what + "=" + value);
        }
    }

    /**
     * What was recorded so far.
     *
     * @return lines of the form {@code thread: event what=value}, oldest first
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
