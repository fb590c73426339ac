package io.lockdep.engine;

/** What makes a chain: what is learnt from it differs. */
enum Step {
    /** A lock is asked for, and held afterwards. */
    ACQUIRE,
    /** A lock is waited for and not held afterwards, so nothing can come in while it is held. */
    TOUCH,
    /** A lock is held already, and one below it was released: nobody waits. */
    REPLAY
}
