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
            if (party.life().isOfAnotherTest(parties.get(0).life())) {
                // Each test makes instances of its own.
                return false;
            }
        }
        if (!several) {
            return false;
        }
        int size = parties.size();
        for (int i = 0; i < size; i++) {
            Evidence party = parties.get(i);
            LockClass from = classes.get((i + size - 1) % size);
            if ((!isSignal(from) && isShared(party.from(), party.threadId(), classes, parties))
                    || (!isSignal(classes.get(i)) && isShared(party.to(), party.threadId(), classes, parties))) {
                return false;
            }
        }
        return true;
    }

    // What one thread waits for and another one gives is shared by nature: it says nothing of the locks around it.
    private static boolean isSignal(LockClass of) {
        return of.rules().nature() == Nature.SIGNAL;
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
