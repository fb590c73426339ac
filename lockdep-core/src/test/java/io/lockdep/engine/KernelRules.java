package io.lockdep.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small model of a lock validator with one fault of choice, to prove that the comparison with the {@link Oracle} finds
 * faults. Without a fault it is exact.
 *
 * <p>The rules are those of Linux 6.12 ({@code validate_chain}, {@code check_prevs_add}, {@code __bfs}): edges of four
 * kinds, breadth-first search from the lock that is asked for to the one that is held.
 */
final class KernelRules implements Checker {

    /** What the model does wrong. */
    enum Fault {
        NONE,
        /** The search marks classes, not how it came to them, as Linux does (N1 of the reference). */
        MARKS_CLASSES_ONLY,
        /** The walk down the stack ends at a recursive reader, as it does in Linux since 5.10 (N2 of the reference). */
        ENDS_AT_RECURSIVE_READERS,
        /** Every acquisition counts as exclusive. */
        FORGETS_MODES,
        /** Readers that are not recursive count as recursive. */
        TAKES_READERS_FOR_RECURSIVE,
        /** A try-acquisition counts as a wait. */
        TRIES_ARE_WAITS,
        /** The walk down the stack ends at a lock that was tried. */
        ENDS_AT_TRIED,
        /** A chain that differs from a known one in modes only is not validated. */
        CHAINS_WITHOUT_MODES,
        /** A release takes the top of the stack, whatever was released. */
        RELEASES_THE_TOP,
        /** After a release in the middle nothing is said of the locks above and below that now meet. */
        LEARNS_NOTHING_FROM_RELEASES,
        /** Only two locks in two orders are a ring. */
        PAIRS_ONLY,
        /** Rings of more than four are not found. */
        FOUR_AT_MOST,
        /** The first ring that a search finds is said, which need not be the shortest. */
        DEPTH_FIRST,
        /** An acquisition that gives up leaves its lock on the stack. */
        KEEPS_WHAT_TIMED_OUT
    }

    private static final int CLASSES = History.MAX_CLASSES;
    private static final int SHARED_HOLD = 2;
    private static final int RECURSIVE_WANT = 1;

    private final Fault fault;
    private final List<List<Act>> stacks = new ArrayList<>();
    private final int[][] kinds = new int[CLASSES][CLASSES];
    private final Set<List<Integer>> chains = new HashSet<>();
    private final List<List<Integer>> rings = new ArrayList<>();

    KernelRules(Fault fault) {
        this.fault = fault;
    }

    @Override
    public void start(History history) {
        for (int[] row : kinds) {
            Arrays.fill(row, 0);
        }
        chains.clear();
        rings.clear();
        stacks.clear();
        for (int i = 0; i < History.MAX_THREADS; i++) {
            stacks.add(new ArrayList<>());
        }
    }

    @Override
    public void acquire(Act step) {
        List<Act> stack = stacks.get(step.thread());
        boolean again = stack.stream().anyMatch(held -> held.lock() == step.lock());
        boolean waits = step.verb().waits() || (is(Fault.TRIES_ARE_WAITS) && step.verb() == Act.Verb.TRY);
        if (waits && !again && (!is(Fault.CHAINS_WITHOUT_MODES) || chains.add(chain(stack, step)))) {
            connect(stack, step);
        }
        if (!step.verb().fails() || (is(Fault.KEEPS_WHAT_TIMED_OUT) && waits)) {
            stack.add(step);
        }
    }

    private static List<Integer> chain(List<Act> stack, Act last) {
        List<Integer> chain = new ArrayList<>();
        stack.forEach(step -> chain.add(step.lock()));
        chain.add(last.lock());
        return chain;
    }

    // A second hold of a lock stands on the stack like a first one, but says nothing: nobody waited for it.
    private void connect(List<Act> stack, Act wanted) {
        for (int i = stack.size() - 1; i >= 0; i--) {
            Act held = stack.get(i);
            if (stack.subList(0, i).stream().anyMatch(below -> below.lock() == held.lock())) {
                continue;
            }
            connect(held, wanted);
            if (endsTheWalk(held)) {
                connectAll(stack, History.classOf(held.lock()), wanted);
                return;
            }
        }
    }

    // Locks of one class are not connected to each other, so what ends the walk is all of a class.
    private void connectAll(List<Act> stack, int lockClass, Act wanted) {
        for (Act held : stack) {
            if (History.classOf(held.lock()) == lockClass) {
                connect(held, wanted);
            }
        }
    }

    private boolean endsTheWalk(Act held) {
        if (held.verb() == Act.Verb.TRY && !is(Fault.TRIES_ARE_WAITS)) {
            return is(Fault.ENDS_AT_TRIED);
        }
        boolean passes = mode(held) == Acquisition.RECURSIVE_SHARED && !is(Fault.ENDS_AT_RECURSIVE_READERS);
        return !passes && !held.verb().isTimed();
    }

    private void connect(Act held, Act wanted) {
        int from = History.classOf(held.lock());
        int to = History.classOf(wanted.lock());
        int kind = 1
                << ((mode(held) == Acquisition.EXCLUSIVE ? 0 : SHARED_HOLD)
                        | (mode(wanted) == Acquisition.RECURSIVE_SHARED ? RECURSIVE_WANT : 0));
        if (from != to && (kinds[from][to] & kind) == 0) {
            kinds[from][to] |= kind;
            search(from, mode(held) != Acquisition.EXCLUSIVE, to, mode(wanted) == Acquisition.RECURSIVE_SHARED);
        }
    }

    private void search(int goal, boolean goalShared, int start, boolean startRecursive) {
        Set<Place> marked = new HashSet<>();
        ArrayDeque<Place> queue = new ArrayDeque<>();
        queue.add(new Place(start, startRecursive, null));
        while (!queue.isEmpty()) {
            Place at = is(Fault.DEPTH_FIRST) ? queue.pollLast() : queue.poll();
            if (at.at == goal) {
                if (!(at.onlyRecursive && goalShared)) {
                    say(at);
                    return;
                }
                continue;
            }
            boolean mark = is(Fault.MARKS_CLASSES_ONLY)
                    ? marked.add(new Place(at.at, false, null))
                    : marked.add(new Place(at.at, at.onlyRecursive, null));
            for (int next = 0; mark && next < CLASSES; next++) {
                int open = kinds[at.at][next] & (at.onlyRecursive ? 0b0011 : 0b1111);
                if (open != 0) {
                    queue.add(new Place(next, (open & 0b0101) == 0, at));
                }
            }
        }
    }

    private void say(Place last) {
        List<Integer> ring = new ArrayList<>();
        for (Place at = last; at != null; at = at.before) {
            ring.add(at.at);
        }
        int most = is(Fault.PAIRS_ONLY) ? 2 : is(Fault.FOUR_AT_MOST) ? 4 : CLASSES;
        if (ring.size() <= most) {
            rings.add(ring);
        }
    }

    @Override
    public void release(Act step, int mode) {
        List<Act> stack = stacks.get(step.thread());
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (stack.get(i).lock() == step.lock() || is(Fault.RELEASES_THE_TOP)) {
                stack.remove(i);
                replay(stack, i);
                return;
            }
        }
    }

    private void replay(List<Act> stack, int from) {
        for (int i = from; i < stack.size() && !is(Fault.LEARNS_NOTHING_FROM_RELEASES); i++) {
            Act above = stack.get(i);
            List<Act> below = stack.subList(0, i);
            if (above.verb().waits() && below.stream().noneMatch(held -> held.lock() == above.lock())) {
                connect(below, above);
            }
        }
    }

    @Override
    public boolean saysRing() {
        return !rings.isEmpty();
    }

    // Rings stand in reverse order: each class waits for the one before it.
    @Override
    public int shortestRing(int from, int to) {
        int shortest = 0;
        for (List<Integer> ring : rings) {
            for (int at = 0; at < ring.size(); at++) {
                boolean contains = ring.get(at) == to && ring.get((at + 1) % ring.size()) == from;
                if (contains && (shortest == 0 || ring.size() < shortest)) {
                    shortest = ring.size();
                }
            }
        }
        return shortest;
    }

    private int mode(Act step) {
        return switch (fault) {
            case FORGETS_MODES -> Acquisition.EXCLUSIVE;
            case TAKES_READERS_FOR_RECURSIVE ->
                step.mode() == Acquisition.SHARED ? Acquisition.RECURSIVE_SHARED : step.mode();
            default -> step.mode();
        };
    }

    private boolean is(Fault which) {
        return fault == which;
    }

    private record Place(
            int at, boolean onlyRecursive, @Nullable Place before) {}
}
