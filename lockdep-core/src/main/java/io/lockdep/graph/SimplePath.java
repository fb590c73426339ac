package io.lockdep.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds a shortest path that passes no class twice, by iterative deepening.
 *
 * <p>Needed only where the shortest walk does pass one twice, which takes recursive readers. Bounded: a ring that is longer,
 * or behind too many dead ends, is missed.
 */
final class SimplePath {

    private static final int MAX_LENGTH = 12;
    private static final int MAX_STEPS = 20_000;

    private final CycleSearch search;
    private final LockClass start;
    private final LockClass goal;
    private final boolean goalShared;
    private final List<Dependency> path = new ArrayList<>();
    private final Set<LockClass> passed = new HashSet<>();
    private int steps;

    SimplePath(CycleSearch search, LockClass start, LockClass goal, Mode leaving) {
        this.search = search;
        this.start = start;
        this.goal = goal;
        this.goalShared = leaving != Mode.EXCLUSIVE;
    }

    /** {@return whether a walk passes no class twice} */
    static boolean is(List<Dependency> walk) {
        Set<LockClass> passed = new HashSet<>();
        for (Dependency dependency : walk) {
            if (!passed.add(dependency.from())) {
                return false;
            }
        }
        return walk.isEmpty() || passed.add(walk.get(walk.size() - 1).to());
    }

    /** {@return the dependencies of the path in order, empty if there is none} */
    List<Dependency> from(Mode arriving) {
        for (int length = 1; length <= MAX_LENGTH && steps < MAX_STEPS; length++) {
            passed.clear();
            path.clear();
            if (extend(start, arriving == Mode.RECURSIVE_SHARED, length)) {
                return List.copyOf(path);
            }
        }
        return List.of();
    }

    private boolean extend(LockClass at, boolean restricted, int left) {
        passed.add(at);
        for (Dependency dependency : at.after) {
            if (steps++ >= MAX_STEPS) {
                return false;
            }
            LockClass next = dependency.to();
            if (dependency.isOpen(restricted)
                    && !passed.contains(next)
                    && search.leadsOn(at, start, dependency, goal)) {
                boolean onlyRecursive = dependency.arrivesOnlyRecursive(restricted);
                path.add(dependency);
                if (next == goal ? isEnd(onlyRecursive, left) : left > 1 && extend(next, onlyRecursive, left - 1)) {
                    return true;
                }
                path.remove(path.size() - 1);
            }
        }
        passed.remove(at);
        return false;
    }

    private boolean isEnd(boolean onlyRecursive, int left) {
        return left == 1 && !(onlyRecursive && goalShared);
    }
}
