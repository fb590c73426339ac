package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/** What watches locks and says whether they can deadlock: the engine, or a model of one that is wrong on purpose. */
interface Checker {

    /** Forgets what it has seen. */
    void start(History history);

    /** A thread does something other than releasing. */
    void acquire(Act step);

    /** A thread releases a lock that it holds in a mode. */
    void release(Act step, int mode);

    /** {@return whether any ring has been said} */
    boolean saysRing();

    /** {@return the length of the shortest ring that was said in which one class is held and the other awaited, or 0} */
    int shortestRing(int from, int to);

    /** {@return what is wrong with what has been said, given all waits there were, or null} */
    default @Nullable String flaw(Oracle all) {
        return null;
    }
}
