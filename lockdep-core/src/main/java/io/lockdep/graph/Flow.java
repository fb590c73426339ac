package io.lockdep.graph;

import java.util.List;

/**
 * A thread in the middle of an acquisition: who it is and everything it holds, outermost first.
 *
 * @param thread the thread
 * @param threadId its id, never used twice in a JVM
 * @param threadName name and id, as {@code name/id}, escaped
 * @param life the flow of control that runs on it now: its own, or that of a task
 * @param held everything it holds
 */
public record Flow(Thread thread, long threadId, String threadName, Lifeline life, List<Acquired> held) {}
