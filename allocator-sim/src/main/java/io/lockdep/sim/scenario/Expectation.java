package io.lockdep.sim.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What must come of a variant: what a lock validator says about it, and how the machine ends.
 *
 * <p>Cycles are lists of class names, #0 (the lock being acquired) first, and are compared as rings: which of the
 * classes a report begins with depends on which actor closed the cycle.
 *
 * @param kind of the report; {@code none} if there must not be any and the machine must end in order;
 *     {@code invariant} or {@code stall} if no lock is to blame but the machine does not end in order
 * @param cycle the classes of the primary cycle, #0 to #N; empty if there is none
 * @param held what the reporting thread holds, outermost first; empty if that is not fixed
 * @param siblings further cycles of the same bug that may be reported too
 * @param threadsToHang how many threads a real deadlock needs; 0 if there is none
 * @param invariant number of the invariant that does not hold, such as {@code I2}; empty if all hold
 */
public record Expectation(
        String kind,
        List<String> cycle,
        List<String> held,
        List<List<String>> siblings,
        int threadsToHang,
        String invariant) {

    /** Kind of a variant that must stay silent. */
    public static final String NONE = "none";

    /** Kind of a variant that violates an invariant. */
    public static final String INVARIANT = "invariant";

    /** Kind of a variant that makes no progress although no lock is to blame. */
    public static final String STALL = "stall";

    /** Takes copies. */
    public Expectation {
        cycle = List.copyOf(cycle);
        held = List.copyOf(held);
        siblings = siblings.stream().map(List::copyOf).toList();
    }

    /**
     * Whether a lock validator must report something.
     *
     * @return false for the kinds that are not about locks
     */
    public boolean isReport() {
        return !List.of(NONE, INVARIANT, STALL).contains(kind);
    }

    /**
     * Whether a report of that cycle is the primary one.
     *
     * @param reported class names in the order of a report
     * @return true if both are the same ring
     */
    public boolean isPrimary(List<String> reported) {
        return sameRing(cycle, reported);
    }

    /**
     * Whether a lock validator said it, whoever closed the ring.
     *
     * @param reports what it said
     * @return true if the primary report is among them
     */
    public boolean isAmong(List<Reported> reports) {
        return reports.stream().anyMatch(this::isOfThatRing);
    }

    /**
     * Compares what was reported with this.
     *
     * @param reports what a lock validator said
     * @return what is wrong, one sentence each; empty if the reports are as expected
     */
    public List<String> mismatches(List<Reported> reports) {
        List<String> mismatches = new ArrayList<>();
        if (isReport() && reports.stream().noneMatch(this::isPrimary)) {
            mismatches.add("missing: " + this + (held.isEmpty() ? "" : " while holding " + String.join(", ", held)));
        }
        for (Reported report : reports) {
            if (!isOfThatRing(report) && siblings.stream().noneMatch(sibling -> sameRing(sibling, report.cycle()))) {
                mismatches.add("unexpected: " + report);
            }
        }
        return mismatches;
    }

    /**
     * Compares how a machine ended with this.
     *
     * @param outcome how it ended
     * @return what is wrong, one sentence each; empty if it ended as expected
     */
    public List<String> mismatches(Outcome outcome) {
        List<String> mismatches = new ArrayList<>();
        if (INVARIANT.equals(kind) && outcome.violations().stream().noneMatch(this::isExpected)) {
            mismatches.add("missing: violation of " + invariant);
        }
        if (STALL.equals(kind) && outcome.stalls().isEmpty()) {
            mismatches.add("missing: stall");
        }
        outcome.violations().stream()
                .filter(violation -> !isExpected(violation))
                .forEach(violation -> mismatches.add("violated: " + violation));
        if (!STALL.equals(kind)) {
            outcome.stalls().forEach(stall -> mismatches.add("stalled: " + stall));
        }
        return mismatches;
    }

    /** For people: {@code circular a -> b}, {@code invariant I2}, {@code stall} or {@code none}. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE, STALL -> kind;
            case INVARIANT -> kind + " " + invariant;
            default -> new Reported(kind, cycle, held).toString();
        };
    }

    private boolean isPrimary(Reported report) {
        return isOfThatRing(report) && (held.isEmpty() || held.equals(report.held()));
    }

    /** The same ring can be closed by several actors, who hold different locks. */
    private boolean isOfThatRing(Reported report) {
        return kind.equals(report.kind()) && (cycle.isEmpty() || isPrimary(report.cycle()));
    }

    private boolean isExpected(String violation) {
        return !invariant.isEmpty() && violation.startsWith(invariant + " ");
    }

    private static boolean sameRing(List<String> one, List<String> other) {
        if (one.isEmpty() || one.size() != other.size()) {
            return false;
        }
        List<String> rotated = new ArrayList<>(other);
        for (int i = 0; i < one.size(); i++) {
            if (one.equals(rotated)) {
                return true;
            }
            Collections.rotate(rotated, 1);
        }
        return false;
    }
}
