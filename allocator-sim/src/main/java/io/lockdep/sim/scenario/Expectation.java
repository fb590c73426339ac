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
 *     {@code invariant}, {@code stall} or {@code errno} if no lock is to blame but the machine does not end in order, or
 *     refuses something for no reason
 * @param cycle the classes of the primary cycle, #0 to #N; empty if there is none
 * @param held what the reporting thread holds, outermost first; empty if that is not fixed
 * @param siblings further cycles of the same bug that may be reported too
 * @param edges orders of two classes that the bug adds, first held, then wanted: a cycle over one of them is of this bug,
 *     and may be reported too
 * @param threadsToHang how many threads a real deadlock needs; 0 if there is none
 * @param invariant number of the invariant that does not hold, such as {@code I2}; empty if all hold
 * @param errno what a system call returns that should not fail, such as {@code EBUSY}; empty if none does
 * @param isLow whether the primary cycle must be reported at grade {@code low}, which says that it cannot hang
 */
public record Expectation(
        String kind,
        List<String> cycle,
        List<String> held,
        List<List<String>> siblings,
        List<List<String>> edges,
        int threadsToHang,
        String invariant,
        String errno,
        boolean isLow) {

    /** Kind of a variant that must stay silent. */
    public static final String NONE = "none";

    /** Kind of a variant that violates an invariant. */
    public static final String INVARIANT = "invariant";

    /** Kind of a variant that makes no progress although no lock is to blame. */
    public static final String STALL = "stall";

    /** Kind of a variant that makes a system call fail. */
    public static final String ERRNO = "errno";

    /** Takes copies. */
    public Expectation {
        cycle = List.copyOf(cycle);
        held = List.copyOf(held);
        siblings = siblings.stream().map(List::copyOf).toList();
        edges = edges.stream().map(List::copyOf).toList();
    }

    /**
     * What must come of a variant whose cycle, if there is one, is an alarm, and in which system calls do what they should.
     *
     * @param kind of the report
     * @param cycle the classes of the primary cycle
     * @param held what the reporting thread holds
     * @param siblings further cycles
     * @param threadsToHang how many threads a real deadlock needs
     * @param invariant number of the invariant that does not hold
     */
    public Expectation(
            String kind,
            List<String> cycle,
            List<String> held,
            List<List<String>> siblings,
            int threadsToHang,
            String invariant) {
        this(kind, cycle, held, siblings, List.of(), threadsToHang, invariant, "", false);
    }

    /**
     * Whether a lock validator must report something.
     *
     * @return false for the kinds that are not about locks
     */
    public boolean isReport() {
        return !List.of(NONE, INVARIANT, STALL, ERRNO).contains(kind);
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
     * Compares what was reported with this. What is graded {@code low} is no alarm and never unexpected.
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
            if (!report.isLow() && !isOfThatRing(report) && !isSibling(report.cycle())) {
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
        if (ERRNO.equals(kind) && outcome.failures().stream().noneMatch(this::isExpectedFailure)) {
            mismatches.add("missing: " + errno);
        }
        if (STALL.equals(kind) && outcome.stalls().isEmpty()) {
            mismatches.add("missing: stall");
        }
        outcome.violations().stream()
                .filter(violation -> !isExpected(violation))
                .forEach(violation -> mismatches.add("violated: " + violation));
        outcome.failures().stream()
                .filter(failure -> !isExpectedFailure(failure))
                .forEach(failure -> mismatches.add("failed: " + failure));
        if (!STALL.equals(kind)) {
            outcome.stalls().forEach(stall -> mismatches.add("stalled: " + stall));
        }
        return mismatches;
    }

    /**
     * Whether the invariant that must break has broken.
     *
     * @param outcome how a machine ended
     * @return false also if none must
     */
    boolean isBroken(Outcome outcome) {
        return INVARIANT.equals(kind) && !only(outcome.violations()).isEmpty();
    }

    /**
     * Those violations that must come.
     *
     * @param violations all that was found
     * @return violations of the invariant that must break
     */
    List<String> only(List<String> violations) {
        return violations.stream().filter(this::isExpected).toList();
    }

    /** For people: {@code circular a -> b}, {@code invariant I2}, {@code errno EBUSY}, {@code stall} or {@code none}. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE, STALL -> kind;
            case INVARIANT -> kind + " " + invariant;
            case ERRNO -> kind + " " + errno;
            default -> new Reported(kind, cycle, held, isLow).toString();
        };
    }

    /**
     * Whether a report is the one that must come.
     *
     * @param report what was said
     * @return true for the primary cycle at its grade
     */
    public boolean isPrimary(Reported report) {
        return isOfThatRing(report) && (held.isEmpty() || held.equals(report.held()));
    }

    /** The same ring can be closed by several actors, who hold different locks. */
    private boolean isOfThatRing(Reported report) {
        return isLow == report.isLow() && kind.equals(report.kind()) && (cycle.isEmpty() || isPrimary(report.cycle()));
    }

    private boolean isSibling(List<String> reported) {
        return siblings.stream().anyMatch(sibling -> sameRing(sibling, reported))
                || edges.stream().anyMatch(edge -> leadsOver(edge, reported));
    }

    private static boolean leadsOver(List<String> edge, List<String> ring) {
        for (int i = 0; i < ring.size(); i++) {
            if (edge.equals(List.of(ring.get(i), ring.get((i + 1) % ring.size())))) {
                return true;
            }
        }
        return false;
    }

    private boolean isExpected(String violation) {
        return !invariant.isEmpty() && violation.startsWith(invariant + " ");
    }

    private boolean isExpectedFailure(String failure) {
        return !errno.isEmpty() && failure.startsWith(errno + " ");
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
