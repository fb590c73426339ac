package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;
import java.util.Arrays;
import java.util.List;

/**
 * A context as the engine sees it: two locks.
 *
 * <p>Code that runs in the context holds the first one; a thread on which the context cannot come in now holds the
 * second. Every lock that is held without the second depends on the first, since the context may come in and has to end
 * before the holder goes on. What the kernel keeps as usage bits of each class (used in, enabled) are dependencies from
 * and to the first one here, and its three checks are one search for a ring.
 */
public abstract class ContextLock extends ClassedLock {

    private final ClassedLock off;
    private final List<ContextLock> heldOffBy;

    /**
     * A context.
     *
     * @param name its name
     * @param heldOffBy contexts without which this one cannot come in either: where they are off, or entered, it is off
     */
    protected ContextLock(String name, List<? extends ContextLock> heldOffBy) {
        super(name, false);
        this.off = new Exemption(name + " disabled");
        this.heldOffBy = List.copyOf(heldOffBy);
        rules().standsFor(Nature.CONTEXT);
        rules().waits(0, 0);
        Engine.graph().addContext(lockClass);
        Contexts.add(this);
    }

    /** {@return the lock that is held where the context cannot come in} */
    protected final ClassedLock off() {
        return off;
    }

    /** Whether the context cannot come in on a thread that holds this much. */
    final boolean isOff(HeldLocks held, int prefix) {
        for (int i = 0; i < prefix; i++) {
            if (isOffUnder(held.at(i).lockClass())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOffUnder(int held) {
        if (held == lockClass.index() || held == off.lockClass.index()) {
            return true;
        }
        for (ContextLock other : heldOffBy) {
            if (other.isOffUnder(held)) {
                return true;
            }
        }
        return false;
    }

    final LockClass entered() {
        return lockClass;
    }

    /** {@return all of them, with one more} */
    static ContextLock[] with(ContextLock[] known, ContextLock another) {
        ContextLock[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = another;
        return more;
    }
}
