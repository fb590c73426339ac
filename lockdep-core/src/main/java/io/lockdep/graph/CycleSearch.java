package io.lockdep.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shortest ring that a new dependency closes, exactly, for all three modes.
 *
 * <h2>For maintainers</h2>
 *
 * A walk may not pass a class that it entered only by a recursive read and would leave as a shared holder: that reader
 * does not block on that holder. Linux (6.12, {@code __bfs}) keeps one mark per class and so loses a strong route that
 * reaches a class after a weak one; here a search state is the pair (class, entered only by a recursive read), each with
 * a mark of its own, and entering without the restriction makes the restricted visit needless. Breadth first, so the
 * path is shortest; ties go to the dependency that was learnt first.
 */
final class CycleSearch {

    private static final int FREE = 0;
    private static final int RESTRICTED = 1;

    private int round;

    /**
     * Searches a path that, together with the new dependency {@code held -> wanted}, is a ring.
     *
     * @param wanted the lock being asked for, start of the path
     * @param held the lock held, end of the path
     * @return the dependencies of the path in order, empty if there is none
     */
    List<Dependency> path(Acquired wanted, Acquired held) {
        round++;
        LockClass start = wanted.lockClass();
        LockClass goal = held.lockClass();
        boolean startRestricted = wanted.mode() == Mode.RECURSIVE_SHARED;
        boolean goalShared = held.mode() != Mode.EXCLUSIVE;
        ArrayDeque<Step> queue = new ArrayDeque<>();
        visit(start, startRestricted ? RESTRICTED : FREE, null, FREE, queue);
        Step step;
        while ((step = queue.poll()) != null) {
            boolean restricted = step.state == RESTRICTED;
            for (Dependency dependency : step.at.after) {
                if (!dependency.isOpen(restricted)) {
                    continue;
                }
                int arrival = dependency.arrivesOnlyRecursive(restricted) ? RESTRICTED : FREE;
                LockClass next = dependency.to();
                if (next == goal && !(arrival == RESTRICTED && goalShared)) {
                    return trace(step, dependency);
                }
                visit(next, arrival, dependency, step.state, queue);
            }
        }
        return List.of();
    }

    private void visit(LockClass at, int state, @Nullable Dependency by, int fromState, ArrayDeque<Step> queue) {
        if (at.visited[FREE] == round || at.visited[state] == round) {
            return;
        }
        at.visited[state] = round;
        at.cameBy[state] = by;
        at.cameFrom[state] = fromState;
        queue.add(new Step(at, state));
    }

    private static List<Dependency> trace(Step last, Dependency closing) {
        List<Dependency> path = new ArrayList<>();
        path.add(closing);
        LockClass at = last.at;
        int state = last.state;
        for (Dependency by = at.cameBy[state]; by != null; by = at.cameBy[state]) {
            path.add(by);
            state = at.cameFrom[state];
            at = by.from();
        }
        Collections.reverse(path);
        return path;
    }

    private record Step(LockClass at, int state) {}
}
