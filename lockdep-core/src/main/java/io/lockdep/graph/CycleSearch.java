package io.lockdep.graph;

import io.lockdep.report.Nature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 *
 * <p>Contexts are classes too, but no walk leads through one: a ring through a context is put together from two walks
 * that end and begin there. Neither leads through a class that is local (kernel: {@code usage_skip}).
 */
final class CycleSearch {

    private static final int FREE = 0;
    private static final int RESTRICTED = 1;

    private final Set<Object> closed = new HashSet<>(0);
    private boolean skipsLocal;
    private int round;

    /** No walk leads through these from now on: classes, or dependencies. */
    void close(List<Dependency> path) {
        for (int i = 1; i < path.size(); i++) {
            closed.add(path.get(i).from());
        }
        if (path.size() == 1) {
            closed.add(path.get(0));
        }
    }

    /** Walks lead everywhere again. */
    void open() {
        closed.clear();
    }

    /**
     * Searches a path that, together with the new dependency {@code held -> wanted}, is a ring.
     *
     * @param wanted the lock being asked for, start of the path
     * @param held the lock held, end of the path
     * @return the dependencies of the path in order, empty if there is none
     */
    List<Dependency> path(Acquired wanted, Acquired held) {
        skipsLocal = isContext(wanted.lockClass()) || isContext(held.lockClass());
        return path(wanted.lockClass(), wanted.mode(), held.lockClass(), held.mode());
    }

    /**
     * Searches a path as {@link #path} does, that leads through a context.
     *
     * @param context the context
     * @return the dependencies of the path in order, empty if there is none
     */
    List<Dependency> pathThrough(LockClass context, Acquired wanted, Acquired held) {
        skipsLocal = true;
        if (wanted.lockClass().rules().local() || held.lockClass().rules().local()) {
            return List.of();
        }
        List<Dependency> in = path(wanted.lockClass(), wanted.mode(), context, Mode.EXCLUSIVE);
        if (in.isEmpty()) {
            return in;
        }
        closed.add(wanted.lockClass());
        close(in);
        List<Dependency> out = path(context, Mode.EXCLUSIVE, held.lockClass(), held.mode());
        open();
        if (out.isEmpty()) {
            return out;
        }
        List<Dependency> whole = new ArrayList<>(in);
        whole.addAll(out);
        return whole;
    }

    // Shortest walk first. One that passes a class twice is no ring: the two who would hold it there exclude each
    // other,
    // or the part between is a ring of its own. It takes recursive readers, so it is rare.
    private List<Dependency> path(LockClass start, Mode arriving, LockClass goal, Mode leaving) {
        List<Dependency> walk = walk(start, arriving, goal, leaving);
        return SimplePath.is(walk) ? walk : new SimplePath(this, start, goal, leaving).from(arriving);
    }

    private List<Dependency> walk(LockClass start, Mode arriving, LockClass goal, Mode leaving) {
        round++;
        boolean goalShared = leaving != Mode.EXCLUSIVE;
        ArrayDeque<Step> queue = new ArrayDeque<>();
        visit(start, arriving == Mode.RECURSIVE_SHARED ? RESTRICTED : FREE, null, FREE, queue);
        Step step;
        while ((step = queue.poll()) != null) {
            boolean restricted = step.state == RESTRICTED;
            for (Dependency dependency : step.at.after) {
                LockClass next = dependency.to();
                if (!dependency.isOpen(restricted) || !leadsOn(step.at, start, dependency, goal)) {
                    continue;
                }
                int arrival = dependency.arrivesOnlyRecursive(restricted) ? RESTRICTED : FREE;
                if (next == goal && !(arrival == RESTRICTED && goalShared)) {
                    return trace(step, dependency);
                }
                if (!isContext(next)) {
                    visit(next, arrival, dependency, step.state, queue);
                }
            }
        }
        return List.of();
    }

    boolean leadsOn(LockClass at, LockClass start, Dependency dependency, LockClass goal) {
        LockClass next = dependency.to();
        if (isContext(next) && next != goal) {
            return false;
        }
        if (!closed.isEmpty() && (closed.contains(dependency) || (next != goal && closed.contains(next)))) {
            return false;
        }
        boolean direct = at == start && next == goal;
        return !skipsLocal || direct || !(at.rules().local() || next.rules().local());
    }

    private static boolean isContext(LockClass lockClass) {
        return lockClass.rules().nature() == Nature.CONTEXT;
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
