package io.lockdep.report;

import java.util.Locale;

/** What a node of the graph stands for; decides what a ring through it means. */
public enum Nature {
    /** A lock that a thread holds and others wait for. */
    LOCK,
    /** A lock map: an ordering rule without a lock object, such as a task that somebody will wait for. */
    MAP,
    /** An event that a thread waits for and another one signals. */
    SIGNAL,
    /** Units of a bounded supply. */
    RESOURCE,
    /** The workers of a bounded pool of threads: a resource whose units run tasks. */
    POOL,
    /** Code that can run on top of whatever a thread is doing. */
    CONTEXT;

    /** {@return the name used in reports, in lower case} */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
