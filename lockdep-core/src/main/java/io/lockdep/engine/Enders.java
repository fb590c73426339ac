package io.lockdep.engine;

import java.util.List;

/**
 * Which threads can end a wait, as far as that is known at the moment.
 *
 * @param rule how many of them it takes
 * @param threads the threads, in no order; started ones only
 */
public record Enders(Rule rule, List<Thread> threads) {

    /** How many of the threads it takes. */
    public enum Rule {
        /** Every one of them: readers that a writer waits for, the one owner of a lock, the one thread that runs a task. */
        ALL,
        /** Any one of them: holders of units, workers that could start a queued task. */
        ANY,
        /** Somebody else may, so the wait is never taken for one that cannot end. */
        UNKNOWN
    }

    /** Copies the list, so that the value cannot change. */
    public Enders {
        threads = List.copyOf(threads);
    }

    /** {@return nothing is known} */
    public static Enders unknown() {
        return new Enders(Rule.UNKNOWN, List.of());
    }

    /**
     * The wait ends when every one of these threads has done something.
     *
     * @param threads the threads; one that is missing here makes a wait look hopeless that is not
     * @return the value
     */
    public static Enders all(List<Thread> threads) {
        return new Enders(threads.isEmpty() ? Rule.UNKNOWN : Rule.ALL, threads);
    }

    /**
     * The wait ends when any one of these threads does something, and no other thread can end it.
     *
     * @param threads the threads; one that is missing here makes a wait look hopeless that is not
     * @return the value
     */
    public static Enders any(List<Thread> threads) {
        return new Enders(threads.isEmpty() ? Rule.UNKNOWN : Rule.ANY, threads);
    }
}
