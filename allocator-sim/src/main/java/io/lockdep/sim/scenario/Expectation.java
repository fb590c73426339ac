package io.lockdep.sim.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a lock validator must say about a variant.
 *
 * <p>Cycles are lists of class names, #0 (the lock being acquired) first, and are compared as rings: which of the
 * classes a report begins with depends on which actor closed the cycle.
 *
 * @param kind of the report, {@code none} if there must not be any
 * @param cycle the classes of the primary cycle, #0 to #N; empty if the kind is {@code none}
 * @param held what the reporting thread holds, outermost first
 * @param siblings further cycles of the same bug that may be reported too
 * @param threadsToHang how many threads a real deadlock needs; 0 if there is none
 */
public record Expectation(
        String kind, List<String> cycle, List<String> held, List<List<String>> siblings, int threadsToHang) {

    /** Kind of a variant that must stay silent. */
    public static final String NONE = "none";

    /** Takes copies. */
    public Expectation {
        cycle = List.copyOf(cycle);
        held = List.copyOf(held);
        siblings = siblings.stream().map(List::copyOf).toList();
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
     * Compares what was reported with this.
     *
     * @param reported the cycles of all reports
     * @return what is wrong, one sentence each; empty if the reports are as expected
     */
    public List<String> mismatches(List<List<String>> reported) {
        List<String> mismatches = new ArrayList<>();
        if (!NONE.equals(kind) && reported.stream().noneMatch(this::isPrimary)) {
            mismatches.add("missing: " + String.join(" -> ", cycle));
        }
        for (List<String> ring : reported) {
            if (!isPrimary(ring) && siblings.stream().noneMatch(sibling -> sameRing(sibling, ring))) {
                mismatches.add("unexpected: " + String.join(" -> ", ring));
            }
        }
        return mismatches;
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
