package io.lockdep.graph;

import io.lockdep.report.Nature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells instances that only one thread uses. Locks that are confined to their threads form no ring, whatever their
 * classes do.
 */
final class Confinement {

    private Confinement() {}

    /**
     * Whether a ring on classes was made by several threads, each with instances that no other one was seen with.
     *
     * @param classes the classes of the ring
     * @param parties one observation per edge
     */
    static boolean isTotal(List<LockClass> classes, List<Evidence> parties) {
        boolean several = false;
        for (Evidence party : parties) {
            several |= party.threadId() != parties.get(0).threadId();
        }
        if (!several) {
            return false;
        }
        for (int i = 0; i < parties.size(); i++) {
            Evidence party = parties.get(i);
            LockClass from = classes.get((i + parties.size() - 1) % parties.size());
            if ((keepsOut(from) && isShared(party.from(), party.threadId(), classes, parties))
                    || (keepsOut(classes.get(i)) && isShared(party.to(), party.threadId(), classes, parties))) {
                return false;
            }
        }
        return true;
    }

    // All threads see a signal, but it keeps none of them from its locks.
    private static boolean keepsOut(LockClass of) {
        return of.rules().nature() != Nature.SIGNAL;
    }

    // Where observations were left out, nobody knows.
    private static boolean isShared(
            @Nullable Object instance, long thread, List<LockClass> classes, List<Evidence> parties) {
        if (instance == null) {
            return false;
        }
        if (isSeenByAnother(instance, thread, parties)) {
            return true;
        }
        for (LockClass each : classes) {
            if (isSharedIn(each.after, instance, thread)
                    || isSharedIn(each.before, instance, thread)
                    || each.order.isSeenByAnother(instance, thread)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSharedIn(List<Dependency> dependencies, Object instance, long thread) {
        for (Dependency dependency : dependencies) {
            if (dependency.isFull() || isSeenByAnother(instance, thread, dependency.evidence())) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether another thread was seen with an instance} */
    static boolean isSeenByAnother(Object instance, long thread, List<Evidence> observations) {
        for (Evidence seen : observations) {
            if (seen.threadId() != thread
                    && (seen.from() == instance || seen.to() == instance || seen.held(instance))) {
                return true;
            }
        }
        return false;
    }
}
