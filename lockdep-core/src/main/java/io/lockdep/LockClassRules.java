package io.lockdep;

import io.lockdep.engine.Engine;
import io.lockdep.graph.Rules;
import java.util.Comparator;

/**
 * What a program can say of a lock class as a whole. Holds for what comes after, on all threads.
 *
 * <p>Obtained from {@link Lockdep#rules}. Thread-safe.
 */
public final class LockClassRules {

    private static final int MAX_WAIT = 5;

    private final Rules rules;

    LockClassRules(Rules rules) {
        this.rules = rules;
    }

    /**
     * The first nesting of two instances is reported, as in the kernel, rather than the first that contradicts another.
     *
     * @return this
     */
    public LockClassRules strict() {
        rules.beStrict();
        Engine.lookAgain();
        return this;
    }

    /**
     * Held, and shown as held, but never validated (kernel: {@code lockdep_set_novalidate_class}).
     *
     * @return this
     */
    public LockClassRules noValidate() {
        rules.noValidate();
        return this;
    }

    /**
     * Not seen at all (kernel: {@code lockdep_set_notrack_class}).
     *
     * @return this
     */
    public LockClassRules noTrack() {
        rules.noTrack();
        return this;
    }

    /**
     * Only the threads of one processor, or one thread, ever contend for an instance: no ring leads through the class to
     * or from a context (kernel: {@code LD_LOCK_PERCPU}).
     *
     * @return this
     */
    public LockClassRules local() {
        rules.beLocal();
        return this;
    }

    /**
     * Says what waiting for the lock takes, and what may be waited for inside: 1 never waits, 2 spins, 3 spins or sleeps
     * depending on the configuration, 4 sleeps (what all JVM locks do), 5 anything; 0 is not checked.
     *
     * @param outer what it takes to wait for the lock; 0 means the same as {@code inner}
     * @param inner what may be waited for while it is held
     * @return this
     * @throws IllegalArgumentException if one is not from 0 to 5
     */
    public LockClassRules waitType(int outer, int inner) {
        rules.waits(checkWait(outer), checkWait(inner));
        Engine.lookAgain();
        return this;
    }

    /**
     * Gives the order in which instances must be nested (kernel: {@code lock_set_cmp_fn}).
     *
     * @param order called with the lock that is held and the one that is asked for: negative allows it. Runs inside the
     *     acquisition: it must not take locks. Kept, with its class loader, as long as the lock class.
     * @return this
     */
    public LockClassRules order(Comparator<Object> order) {
        rules.orderBy(order);
        Engine.lookAgain();
        return this;
    }

    static int checkWait(int wait) {
        if (wait < 0 || wait > MAX_WAIT) {
            throw new IllegalArgumentException("wait type " + wait + ": wait types are 0 to " + MAX_WAIT);
        }
        return wait;
    }
}
