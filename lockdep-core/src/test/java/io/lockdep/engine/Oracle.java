package io.lockdep.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Says by trying everything whether a set of observed waits contains a ring, and how long the shortest is.
 *
 * <p>Written from the definition alone: a thread that holds a lock of class {@code from} waits for one of class
 * {@code to}; a ring is real if at every class of it the one who waits is blocked by the one who holds, which is so unless
 * the first reads recursively and the second reads. Shares no thought with the engine: every sequence of different
 * classes is tried, nothing is marked as seen, and there are no kinds of edges.
 */
final class Oracle {

    /** One observed wait. Modes are those of {@link Acquisition}. */
    record Wait(int from, int hold, int to, int want, boolean timed) {

        /** Whether the same holders and waiters are blocked by the other one. */
        boolean isLike(Wait other) {
            return from == other.from
                    && to == other.to
                    && reads(hold) == reads(other.hold)
                    && readsRecursively(want) == readsRecursively(other.want);
        }
    }

    private final List<List<List<Wait>>> waits = new ArrayList<>();

    Oracle() {
        for (int from = 0; from < History.MAX_CLASSES; from++) {
            List<List<Wait>> row = new ArrayList<>();
            for (int to = 0; to < History.MAX_CLASSES; to++) {
                row.add(new ArrayList<>());
            }
            waits.add(row);
        }
    }

    /** {@return whether a wait like this was not seen before} */
    boolean see(Wait wait) {
        List<Wait> known = waits.get(wait.from()).get(wait.to());
        boolean isNew = known.stream().noneMatch(wait::isLike);
        if (!known.contains(wait)) {
            known.add(wait);
        }
        return isNew;
    }

    boolean contains(Wait wait) {
        return waits.get(wait.from()).get(wait.to()).contains(wait);
    }

    /**
     * Tries every sequence of different classes that leads back.
     *
     * <p>Rings through a class twice are left out: one of the two rings that such a ring consists of is real too, and
     * shorter.
     *
     * @return the length of the shortest ring that contains a wait, 0 if there is none
     */
    int shortestThrough(Wait closing) {
        boolean[] passed = new boolean[History.MAX_CLASSES];
        passed[closing.to()] = true;
        return shortest(closing, List.of(closing), closing.to(), passed, 1);
    }

    // Where a sequence of classes can be walked at all, what matters is with which waits it can end.
    private int shortest(Wait closing, List<Wait> last, int at, boolean[] passed, int length) {
        int best = 0;
        for (int next = 0; next < passed.length; next++) {
            if (passed[next]) {
                continue;
            }
            List<Wait> following = following(last, waits.get(at).get(next));
            int found = 0;
            if (next == closing.from()) {
                found = following.stream().anyMatch(wait -> blocks(wait, closing)) ? length + 1 : 0;
            } else if (!following.isEmpty()) {
                passed[next] = true;
                found = shortest(closing, following, next, passed, length + 1);
                passed[next] = false;
            }
            best = best == 0 || (found != 0 && found < best) ? found : best;
        }
        return best;
    }

    private static List<Wait> following(List<Wait> last, List<Wait> next) {
        List<Wait> following = new ArrayList<>();
        for (Wait wait : next) {
            if (last.stream().anyMatch(before -> blocks(before, wait))) {
                following.add(wait);
            }
        }
        return following;
    }

    static boolean blocks(Wait arriving, Wait leaving) {
        return !(readsRecursively(arriving.want()) && reads(leaving.hold()));
    }

    private static boolean reads(int mode) {
        return mode != Acquisition.EXCLUSIVE;
    }

    private static boolean readsRecursively(int mode) {
        return mode == Acquisition.RECURSIVE_SHARED;
    }
}
