package io.lockdep.engine;

import io.lockdep.engine.Act.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells one history to a checker and to the {@link Oracle}, and stops where they disagree.
 *
 * <p>Leaves out of the history what threads cannot do, or what a definition does not cover: locks of one class are waited
 * for in the order of their numbers only.
 */
final class Trial {

    static final int MAX_DEPTH = 5;

    private final History history;
    private final Checker checker;
    private final List<List<Hold>> stacks = new ArrayList<>();

    /** All waits that the history contains: they decide whether there is a ring. */
    private final Oracle all = new Oracle();

    /**
     * Those of them that are connected by the rule of adjacency: down from the top of the stack, up to and including the
     * first lock that a thread waited for without a timeout and not as a recursive reader. The graph in which a checker
     * owes the shortest ring.
     */
    private final Oracle adjacent = new Oracle();

    private final List<Oracle.Wait> newlyAdjacent = new ArrayList<>();
    private boolean ring;
    private boolean isFirstRing = true;
    private int longest;
    private int deepest;

    Trial(History history, Checker checker) {
        this.history = history;
        this.checker = checker;
        for (int i = 0; i < History.MAX_THREADS; i++) {
            stacks.add(new ArrayList<>());
        }
    }

    /** {@return what is wrong with the checker, or null if it agrees to the end; all locks are released then} */
    @Nullable
    String disagreement() {
        checker.start(history);
        String wrong = play();
        for (int thread = 0; thread < stacks.size(); thread++) {
            String wrongInTheEnd = releaseAll(thread);
            wrong = wrong != null ? wrong : wrongInTheEnd;
        }
        return wrong != null ? wrong : checker.flaw(all);
    }

    private @Nullable String play() {
        int current = 0;
        for (Act step : history.steps()) {
            if (!history.interleaved() && step.thread() != current) {
                String wrong = releaseAll(current);
                if (wrong != null) {
                    return wrong;
                }
                current = step.thread();
            }
            String wrong = step(step);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    /** {@return whether there was a ring in the end} */
    boolean hasRing() {
        return ring;
    }

    /** {@return the length of the longest of the shortest rings, 0 without a ring} */
    int longest() {
        return longest;
    }

    /** {@return most locks that were held by one thread} */
    int deepest() {
        return deepest;
    }

    private @Nullable String step(Act step) {
        List<Hold> stack = stacks.get(step.thread());
        Hold same = find(stack, step.lock());
        if (step.verb() == Verb.RELEASE) {
            return same == null ? null : release(step, stack, same);
        }
        if (same != null ? !same.canTakeAgain(step) : !canTake(step, stack)) {
            return null;
        }
        if (same != null) {
            same.again++;
        } else {
            learn(step, stack);
        }
        checker.acquire(step);
        return compare(step);
    }

    private void learn(Act step, List<Hold> stack) {
        if (step.verb().waits()) {
            boolean closes = false;
            for (Hold hold : stack) {
                if (hold.lockClass() != History.classOf(step.lock())) {
                    Oracle.Wait wait = wait(hold, step);
                    closes |= all.see(wait) && !ring && all.shortestThrough(wait) != 0;
                }
            }
            ring |= closes;
            connect(stack.size(), stack, step);
        }
        if (!step.verb().fails()) {
            stack.add(new Hold(step));
            deepest = Math.max(deepest, stack.size());
        }
    }

    private @Nullable String release(Act step, List<Hold> stack, Hold hold) {
        if (hold.again > 0) {
            hold.again--;
        } else {
            int at = stack.indexOf(hold);
            stack.remove(at);
            // Who is above is now next to who is below, although nobody waits any more.
            for (int i = at; i < stack.size(); i++) {
                if (stack.get(i).step.verb().waits()) {
                    connect(i, stack, stack.get(i).step);
                }
            }
        }
        checker.release(step, hold.step.mode());
        return compare(step);
    }

    private @Nullable String releaseAll(int thread) {
        List<Hold> stack = stacks.get(thread);
        String first = null;
        while (!stack.isEmpty()) {
            Hold top = stack.get(stack.size() - 1);
            String wrong = release(new Act(thread, Verb.RELEASE, top.step.lock(), 0), stack, top);
            first = first != null ? first : wrong;
        }
        return first;
    }

    private void connect(int below, List<Hold> stack, Act wanted) {
        int last = below - 1;
        while (last > 0 && !stack.get(last).endsTheWalk()) {
            last--;
        }
        for (int i = below - 1; i >= 0; i--) {
            Hold hold = stack.get(i);
            boolean reached = i >= last || hold.lockClass() == stack.get(last).lockClass();
            if (reached && hold.lockClass() != History.classOf(wanted.lock())) {
                Oracle.Wait wait = wait(hold, wanted);
                if (adjacent.see(wait)) {
                    newlyAdjacent.add(wait);
                }
            }
        }
    }

    private @Nullable String compare(Act step) {
        if (checker.saysRing() != ring) {
            return (ring ? "a ring is not said" : "a ring is said that is none") + " at " + step;
        }
        for (Oracle.Wait wait : newlyAdjacent) {
            int length = ring ? adjacent.shortestThrough(wait) : 0;
            longest = Math.max(longest, length);
            if (length != 0) {
                // Only of the first ring is the exact length asked: beside a known one, the engine may say a walk
                // around it.
                int said = checker.shortestRing(wait.from(), wait.to());
                if (said == 0 || said > length || (isFirstRing && said < shortestOfPair(wait))) {
                    return "the shortest ring through " + wait + " has length " + length + ", not " + said + " at "
                            + step;
                }
            }
        }
        newlyAdjacent.clear();
        isFirstRing &= !ring;
        return null;
    }

    private int shortestOfPair(Oracle.Wait wait) {
        int shortest = Integer.MAX_VALUE;
        for (Oracle.Wait other : newlyAdjacent) {
            int length = adjacent.shortestThrough(other);
            if (other.from() == wait.from() && other.to() == wait.to() && length != 0) {
                shortest = Math.min(shortest, length);
            }
        }
        return shortest;
    }

    private boolean canTake(Act step, List<Hold> stack) {
        if (stack.size() == MAX_DEPTH) {
            return false;
        }
        for (Hold hold : stack) {
            boolean sameClass = hold.lockClass() == History.classOf(step.lock());
            if (sameClass && step.verb().waits() && hold.step.lock() > step.lock()) {
                return false;
            }
        }
        return step.verb().fails() || isFree(step);
    }

    private boolean isFree(Act step) {
        for (List<Hold> other : stacks) {
            Hold hold = find(other, step.lock());
            if (hold != null && (hold.step.mode() == Acquisition.EXCLUSIVE || step.mode() == Acquisition.EXCLUSIVE)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Hold find(List<Hold> stack, int lock) {
        for (Hold hold : stack) {
            if (hold.step.lock() == lock) {
                return hold;
            }
        }
        return null;
    }

    private static Oracle.Wait wait(Hold hold, Act wanted) {
        return new Oracle.Wait(
                hold.lockClass(),
                hold.step.mode(),
                History.classOf(wanted.lock()),
                wanted.mode(),
                wanted.verb().isTimed());
    }

    private static final class Hold {

        final Act step;
        int again;

        Hold(Act step) {
            this.step = step;
        }

        int lockClass() {
            return History.classOf(step.lock());
        }

        // Who holds a lock gets it again at once.
        boolean canTakeAgain(Act again) {
            return again.mode() == step.mode() && !again.verb().fails();
        }

        boolean endsTheWalk() {
            return step.verb() == Verb.BLOCK && step.mode() != Acquisition.RECURSIVE_SHARED;
        }
    }
}
