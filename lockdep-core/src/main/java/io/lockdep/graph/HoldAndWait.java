package io.lockdep.graph;

import io.lockdep.report.Grade;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges flows that ask for a further unit of a bounded supply while they hold one: enough of them at the same time hold
 * all units, and each waits for another one.
 */
final class HoldAndWait {

    private HoldAndWait() {}

    /**
     * Judges all that was seen.
     *
     * @param of the class of the supply
     * @param seen every observation, the newest last
     * @return the ring, closed by the newest one
     */
    static Ring judge(LockClass of, List<Evidence> seen) {
        Evidence closing = seen.get(seen.size() - 1);
        String needs = "all other units of " + of.name() + " held by flows that wait for one more";
        if (closing.timed()) {
            return ring(of, List.of(closing), Grade.LOW, "the acquisition gives up after a while", needs);
        }
        LockClass guard = Gates.guard(seen, seen);
        if (guard != null) {
            return ring(
                    of, List.of(closing), Grade.LOW, "an outer lock was always held around it: " + guard.name(), needs);
        }
        List<Evidence> together = new ArrayList<>(seen.size());
        together.add(closing);
        for (Evidence other : seen) {
            if (canJoin(other, together)) {
                together.add(other);
            }
        }
        int units = closing.from() instanceof Supply supply ? supply.units() : 1;
        if (together.size() > 1 && together.size() >= units) {
            return ring(
                    of,
                    together,
                    Grade.HIGH,
                    "as many flows as there are units ask for a further one while they hold one",
                    needs);
        }
        return ring(
                of,
                List.of(closing),
                Grade.MEDIUM,
                together.size() == 1
                        ? "a flow asks for a further unit while it holds one, but only one flow has been seen to do so"
                        : "flows ask for a further unit while they hold one, but fewer than there are units",
                needs);
    }

    // One flow more that does the same on the same supply, at the same time as the others.
    private static boolean canJoin(Evidence another, List<Evidence> together) {
        for (Evidence one : together) {
            if (another.life().isSameFlow(one.life())
                    || another.from() != one.from()
                    || another.timed()
                    || Lifeline.ordered(one, another)
                    || Gates.common(List.of(one, another), List.of(one, another))) {
                return false;
            }
        }
        return true;
    }

    private static Ring ring(LockClass of, List<Evidence> parties, Grade grade, String reason, String needs) {
        List<Integer> columns = new ArrayList<>(parties.size());
        List<LockClass> classes = new ArrayList<>(parties.size());
        for (int i = 0; i < parties.size(); i++) {
            columns.add(i);
            classes.add(of);
        }
        return new Ring(List.copyOf(parties), columns, classes, grade, reason, List.of(needs));
    }
}
