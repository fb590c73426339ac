package io.lockdep.graph;

import java.util.ArrayList;
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
     * <p>A party that holds one more lock of the ring than it is counted for closes a smaller ring, without those in
     * between. Only two that are part of every such ring excuse it.
     *
     * @param classes the class that each party of the ring asks for
     * @param ring every observation of the ring
     * @param waits those of them that would wait
     * @return null if there is none
     */
    static @Nullable LockClass between(List<LockClass> classes, List<Evidence> ring, List<Evidence> waits) {
        List<Evidence> needed = new ArrayList<>(waits);
        for (int party = 0; party < ring.size(); party++) {
            for (Evidence.Beside other : ring.get(party).beside()) {
                int asking = classes.indexOf(other.lockClass);
                if (asking >= 0) {
                    needed.removeAll(strictlyBetween(asking, party, ring));
                }
            }
        }
        for (int i = 0; i < needed.size(); i++) {
            for (int j = i + 1; j < needed.size(); j++) {
                LockClass guard = guard(ring, List.of(needed.get(i), needed.get(j)));
                if (guard != null) {
                    return guard;
                }
            }
        }
        return null;
    }

    /** Those behind one party and before another, the way round that each asks for what the next one holds. */
    private static List<Evidence> strictlyBetween(int from, int to, List<Evidence> ring) {
        List<Evidence> between = new ArrayList<>(ring.size());
        for (int i = (from + 1) % ring.size(); i != to && i != from; i = (i + 1) % ring.size()) {
            between.add(ring.get(i));
        }
        return between;
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
