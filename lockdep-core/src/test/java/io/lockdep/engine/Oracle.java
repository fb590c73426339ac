package io.lockdep.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says by trying everything whether a set of observed dependencies contains a ring, and how long the shortest is.
 *
 * <p>Written from the definition alone: a thread that holds lock {@code from} waits for lock {@code to}; a ring is real
 * if at every lock of it the one who waits is blocked by the one who holds, which is so unless the first reads
 * recursively and the second reads. Shares no thought with the engine: no marks, no queue, no kinds of edges.
 */
final class Oracle {

    /** One observed wait. Modes are those of {@link Acquisition}. */
    record Wait(int from, int hold, int to, int want) {}

    private final Set<Wait> waits = new HashSet<>();

    void see(Wait wait) {
        waits.add(wait);
    }

    boolean contains(Wait wait) {
        return waits.contains(wait);
    }

    /** {@return the length of the shortest ring, 0 if there is none} */
    int shortest() {
        int best = 0;
        for (Wait first : waits) {
            int length = shortest(first, new ArrayList<>(List.of(first)), best);
            if (length != 0) {
                best = length;
            }
        }
        return best;
    }

    // Rings through a lock twice are left out: each of them contains a shorter one.
    private int shortest(Wait first, List<Wait> path, int bound) {
        Wait last = path.get(path.size() - 1);
        if (last.to() == first.from()) {
            return blocks(last, first) ? path.size() : 0;
        }
        int best = 0;
        int limit = bound;
        if (limit != 0 && path.size() + 1 >= limit) {
            return 0;
        }
        for (Wait next : waits) {
            if (next.from() == last.to() && blocks(last, next) && isFresh(next, path, first)) {
                path.add(next);
                int length = shortest(first, path, limit);
                path.remove(path.size() - 1);
                if (length != 0) {
                    best = length;
                    limit = length;
                }
            }
        }
        return best;
    }

    private static boolean isFresh(Wait next, List<Wait> path, Wait first) {
        for (Wait wait : path) {
            if (wait.from() == next.to() && !wait.equals(first)) {
                return false;
            }
        }
        return true;
    }

    static boolean blocks(Wait arriving, Wait leaving) {
        return arriving.want() != Acquisition.RECURSIVE_SHARED || leaving.hold() == Acquisition.EXCLUSIVE;
    }
}
