package io.lockdep.graph;

import io.lockdep.report.Grade;
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
        if (Gates.common(seen, seen)) {
            return ring(of, List.of(closing), Grade.LOW, "an outer lock was always held around it", needs);
        }
        for (Evidence other : seen) {
            if (other.life() != closing.life()
                    && other.from() == closing.from()
                    && !other.timed()
                    && !Lifeline.ordered(other, closing)
                    && !Gates.common(List.of(closing, other), List.of(closing, other))) {
                return ring(
                        of,
                        List.of(closing, other),
                        Grade.HIGH,
                        "several flows ask for a further unit of the same supply while they hold one",
                        needs);
            }
        }
        return ring(
                of,
                List.of(closing),
                Grade.MEDIUM,
                "a flow asks for a further unit while it holds one, but only one flow has been seen to do so",
                needs);
    }

    private static Ring ring(LockClass of, List<Evidence> parties, Grade grade, String reason, String needs) {
        List<Integer> columns = parties.size() == 1 ? List.of(0) : List.of(0, 1);
        List<LockClass> classes = parties.size() == 1 ? List.of(of) : List.of(of, of);
        return new Ring(parties, columns, classes, grade, reason, List.of(needs));
    }
}
