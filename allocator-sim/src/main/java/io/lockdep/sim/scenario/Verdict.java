package io.lockdep.sim.scenario;

import io.lockdep.Lockdep;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a variant beside what was to be expected.
 *
 * @param got reports, violated invariants and stalls in a few words each; empty if nothing happened
 * @param mismatches what is not as expected, one sentence each
 */
public record Verdict(List<String> got, List<String> mismatches) {

    /** Takes copies. */
    public Verdict {
        got = List.copyOf(got);
        mismatches = List.copyOf(mismatches);
    }

    /**
     * Judges a run. Without the agent nobody watched the locks, so only the machine is judged.
     *
     * @param variant what was run
     * @param outcome how the machine ended
     * @return the verdict
     */
    public static Verdict of(Variant variant, Outcome outcome) {
        Expectation expectation = variant.expectation();
        List<String> got = new ArrayList<>();
        List<String> mismatches = new ArrayList<>(expectation.mismatches(outcome));
        if (Lockdep.agentActive()) {
            List<Reported> reports = Reported.all();
            reports.forEach(report -> got.add(report.toString()));
            mismatches.addAll(expectation.mismatches(reports));
        }
        outcome.violations().stream()
                .map(violation -> Expectation.INVARIANT + " " + violation.substring(0, violation.indexOf(' ')))
                .distinct()
                .forEach(got::add);
        outcome.stalls().forEach(stall -> got.add(Expectation.STALL));
        outcome.failures().stream()
                .map(failure -> Expectation.ERRNO + " " + failure.substring(0, failure.indexOf(' ')))
                .forEach(got::add);
        return new Verdict(got, mismatches);
    }

    /**
     * Whether everything is as expected.
     *
     * @return true if there is no mismatch
     */
    public boolean isAsExpected() {
        return mismatches.isEmpty();
    }

    /** For people: {@code none}, or all that was got. */
    @Override
    public String toString() {
        return got.isEmpty() ? Expectation.NONE : String.join("; ", got);
    }
}
