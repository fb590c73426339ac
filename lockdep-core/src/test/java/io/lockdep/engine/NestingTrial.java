package io.lockdep.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells one history of locks of one class, and of others around them, to the engine and to a definition.
 *
 * <p>A party is a thread that waits, with all that it holds. Parties are a ring if each waits for a lock that the next
 * one holds, in modes that block; every sequence of parties that wait for different locks is tried. A ring has to be said
 * if all of them can wait at the same time: no lock is held by two of them, unless both read. It may be said if no one
 * lock is held exclusively by all of them.
 */
final class NestingTrial {

    /** The class whose locks are nested; all others are only held around them. */
    static final int NESTED = 0;

    private final History history;
    private final Checker checker;
    private final List<Act> stack = new ArrayList<>();
    private final Set<Party> parties = new HashSet<>();
    private boolean must;
    private boolean may;

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
            if (checker.saysRing() ? !may : must) {
                wrong = (must ? "a ring is not said" : "a ring is said that is none") + " at " + step;
                break;
            }
        }
        releaseAll();
        return wrong;
    }

    boolean hasRing() {
        return must;
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
        if (wanted.verb().waits() && History.classOf(wanted.lock()) == NESTED) {
            Map<Integer, Integer> holds = new HashMap<>();
            stack.forEach(held -> holds.put(held.lock(), held.mode()));
            Party party = new Party(holds, wanted.lock(), wanted.mode());
            if (parties.add(party) && !must) {
                closeRings(new ArrayList<>(List.of(party)));
            }
        }
    }

    private void closeRings(List<Party> path) {
        Party last = path.get(path.size() - 1);
        if (last.isBlockedBy(path.get(0))) {
            must |= canAllWait(path);
            may |= haveNoCommonGate(path);
        }
        for (Party next : parties) {
            boolean fresh = path.stream().noneMatch(party -> party.wanted == next.wanted);
            if (fresh && last.isBlockedBy(next)) {
                path.add(next);
                closeRings(path);
                path.remove(path.size() - 1);
            }
        }
    }

    private static boolean canAllWait(List<Party> ring) {
        for (Party one : ring) {
            for (Party other : ring) {
                if (!one.equals(other) && one.excludes(other)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean haveNoCommonGate(List<Party> ring) {
        Set<Integer> common = new HashSet<>(ring.get(0).holds.keySet());
        for (Party party : ring) {
            common.removeIf(lock -> !party.holdsExclusively(lock));
        }
        return common.isEmpty();
    }

    private record Party(Map<Integer, Integer> holds, int wanted, int mode) {

        boolean isBlockedBy(Party holder) {
            return holder.holds.containsKey(wanted)
                    && (mode != Acquisition.RECURSIVE_SHARED || holder.holdsExclusively(wanted));
        }

        boolean excludes(Party other) {
            return holds.keySet().stream()
                    .anyMatch(lock ->
                            other.holds.containsKey(lock) && (holdsExclusively(lock) || other.holdsExclusively(lock)));
        }

        boolean holdsExclusively(int lock) {
            Integer how = holds.get(lock);
            return how != null && how == Acquisition.EXCLUSIVE;
        }
    }
}
