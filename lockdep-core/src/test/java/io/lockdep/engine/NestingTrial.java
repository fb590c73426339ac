package io.lockdep.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells one history of locks of one class, and of others around them, to the engine and to a definition.
 *
 * <p>The definition: a ring is a sequence of different locks, each of which was waited for by a thread that held the one
 * before it, in modes that block, where no one lock was held exclusively over all of the waits. Every sequence is tried.
 */
final class NestingTrial {

    /** The class whose locks are nested; all others are only held around them. */
    static final int NESTED = 0;

    private final History history;
    private final Checker checker;
    private final List<Act> stack = new ArrayList<>();
    private final Set<Wait> waits = new HashSet<>();
    private boolean ring;

    NestingTrial(History history, Checker checker) {
        this.history = history;
        this.checker = checker;
    }

    /** {@return what is wrong with the checker, or null if it agrees to the end} */
    @Nullable
    String disagreement() {
        checker.start(history);
        String wrong = null;
        int current = 0;
        for (Act step : history.steps()) {
            if (step.thread() != current) {
                releaseAll();
                current = step.thread();
            }
            play(step);
            if (checker.saysRing() != ring) {
                wrong = (ring ? "a ring is not said" : "a ring is said that is none") + " at " + step;
                break;
            }
        }
        releaseAll();
        return wrong;
    }

    boolean hasRing() {
        return ring;
    }

    private void play(Act step) {
        Act held = held(step.lock());
        if (step.verb() == Act.Verb.RELEASE) {
            if (held != null) {
                release(held);
            }
        } else if (held == null && inOrder(step)) {
            learn(step);
            checker.acquire(step);
            if (!step.verb().fails()) {
                stack.add(step);
            }
        }
    }

    // Locks of other classes are taken in the order of their numbers and around the nested ones.
    private boolean inOrder(Act step) {
        for (Act below : stack) {
            boolean nested = History.classOf(below.lock()) == NESTED && History.classOf(step.lock()) == NESTED;
            if (!nested && History.classOf(step.lock()) != NESTED && below.lock() < step.lock()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Act held(int lock) {
        for (Act each : stack) {
            if (each.lock() == lock) {
                return each;
            }
        }
        return null;
    }

    private void release(Act held) {
        stack.remove(held);
        checker.release(new Act(held.thread(), Act.Verb.RELEASE, held.lock(), 0), held.mode());
    }

    private void releaseAll() {
        while (!stack.isEmpty()) {
            release(stack.get(stack.size() - 1));
        }
    }

    private void learn(Act wanted) {
        if (!wanted.verb().waits() || History.classOf(wanted.lock()) != NESTED) {
            return;
        }
        for (Act outer : stack) {
            if (History.classOf(outer.lock()) == NESTED) {
                Wait wait = new Wait(outer.lock(), outer.mode(), wanted.lock(), wanted.mode(), gates(outer));
                if (waits.add(wait) && !ring) {
                    List<Wait> path = new ArrayList<>(List.of(wait));
                    ring = leadsBack(path, wait.gates);
                }
            }
        }
    }

    private Set<Integer> gates(Act outer) {
        Set<Integer> gates = new HashSet<>();
        for (Act each : stack) {
            if (each.lock() != outer.lock() && each.mode() == Acquisition.EXCLUSIVE) {
                gates.add(each.lock());
            }
        }
        return gates;
    }

    private boolean leadsBack(List<Wait> path, Set<Integer> common) {
        Wait first = path.get(0);
        Wait last = path.get(path.size() - 1);
        if (last.to == first.from) {
            return common.isEmpty() && blocks(last, first);
        }
        for (Wait next : waits) {
            boolean passed = path.stream().anyMatch(wait -> wait.to == next.to);
            if (next.from == last.to && !passed && blocks(last, next)) {
                Set<Integer> left = new HashSet<>(common);
                left.retainAll(next.gates);
                path.add(next);
                boolean found = leadsBack(path, left);
                path.remove(path.size() - 1);
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean blocks(Wait arriving, Wait leaving) {
        return arriving.want != Acquisition.RECURSIVE_SHARED || leaving.hold == Acquisition.EXCLUSIVE;
    }

    private record Wait(int from, int hold, int to, int want, Set<Integer> gates) {}
}
