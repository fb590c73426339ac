package io.lockdep.engine;

/**
 * One thing that a thread of a {@link History} does with a lock.
 *
 * @param thread who does it
 * @param verb what is done
 * @param lock the lock, a number
 * @param mode a mode of {@link Acquisition}; of no meaning for a release
 */
record Act(int thread, Verb verb, int lock, int mode) {

    /** What can be done with a lock. */
    enum Verb {
        /** Waits until the lock is had. */
        BLOCK(""),
        /** Takes the lock, which was free, without waiting. */
        TRY("T"),
        /** Asks for the lock without waiting, and does not get it. */
        TRY_IN_VAIN("-T"),
        /** Waits for the lock, and gets it before giving up. */
        TIMED("M"),
        /** Waits for the lock, and gives up. */
        TIMED_OUT("-M"),
        /** Gives the lock back. */
        RELEASE("U");

        final String prefix;

        Verb(String prefix) {
            this.prefix = prefix;
        }

        boolean waits() {
            return this == BLOCK || isTimed();
        }

        boolean isTimed() {
            return this == TIMED || this == TIMED_OUT;
        }

        boolean fails() {
            return this == TRY_IN_VAIN || this == TIMED_OUT;
        }
    }
}
