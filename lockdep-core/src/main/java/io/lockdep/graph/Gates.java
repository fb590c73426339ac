package io.lockdep.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Locks held around an acquisition that keep other threads out: what is done under one of them cannot overlap. */
final class Gates {

    private Gates() {}

    /**
     * Whether one lock instance, which is not part of the ring itself, was held over all of it.
     *
     * @param ring every observation of the ring
     * @param waits those of them that would wait
     */
    static boolean common(List<Evidence> ring, List<Evidence> waits) {
        return guard(ring, waits) != null;
    }

    /**
     * The class of such a lock.
     *
     * @param ring every observation of the ring
     * @param waits those of them that would wait
     * @return null if there is none
     */
    static @Nullable LockClass guard(List<Evidence> ring, List<Evidence> waits) {
        for (Evidence.Beside gate : waits.get(0).beside()) {
            Object lock = gate.get();
            if (lock != null && gate.excludes && isAroundAll(lock, waits) && !isIn(lock, ring)) {
                return gate.lockClass;
            }
        }
        return null;
    }

    /**
     * The class of a lock that keeps two of the parties from waiting at the same time, whatever the others do.
     *
     * <p>A party that holds one more lock of the ring than it is counted for may close a smaller ring, without one of
     * the two; nothing is said then.
     *
     * @param classes the classes of the ring
     * @param ring every observation of the ring
     * @param waits those of them that would wait
     * @return null if there is none
     */
    static @Nullable LockClass between(List<LockClass> classes, List<Evidence> ring, List<Evidence> waits) {
        if (mayBeSmaller(classes, waits)) {
            return null;
        }
        for (int i = 0; i < waits.size(); i++) {
            for (int j = i + 1; j < waits.size(); j++) {
                LockClass guard = guard(ring, List.of(waits.get(i), waits.get(j)));
                if (guard != null) {
                    return guard;
                }
            }
        }
        return null;
    }

    private static boolean mayBeSmaller(List<LockClass> classes, List<Evidence> waits) {
        for (Evidence wait : waits) {
            for (Evidence.Beside other : wait.beside()) {
                if (classes.contains(other.lockClass)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAroundAll(Object lock, List<Evidence> waits) {
        for (Evidence wait : waits) {
            if (!isAround(lock, wait)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAround(Object lock, Evidence wait) {
        for (Evidence.Beside other : wait.beside()) {
            if (other.excludes && other.refersTo(lock)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(Object lock, List<Evidence> ring) {
        for (Evidence each : ring) {
            if (each.from() == lock || each.to() == lock) {
                return true;
            }
        }
        return false;
    }
}
