package io.lockdep.benchmarks.table;

/** One side of a comparison: the same work, watched in one way or in none. */
enum Arm {
    /** Nobody watches. */
    NONE,
    /** The agent as users attach it. */
    AGENT,
    /** The agent with {@code enabled=false}. */
    OFF,
    /** Locks made by Guava's checking factory, no agent. */
    GUAVA
}
