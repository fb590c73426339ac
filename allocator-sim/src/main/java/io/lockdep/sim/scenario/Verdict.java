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
        List<Reported> reports = reports();
        List<String> mismatches = new ArrayList<>(expectation.mismatches(outcome));
        if (Lockdep.agentActive()) {
            mismatches.addAll(expectation.mismatches(reports));
        }
        return new Verdict(got(expectation, reports, outcome), mismatches);
    }

    /**
     * Judges a run in which the actors went their own ways. A bug that is expected may come true then, so that the run
     * hangs, and shows itself in more rings than the script arranges, at other files, closed by other actors; but its own
     * ring must be among them. Where an invariant must break, lists that two tasks changed at once may break others too.
     * Where no report is expected, none may come, as ever.
     *
     * @param variant what was run
     * @param outcome how the machine ended
     * @return the verdict
     */
    public static Verdict ofStress(Variant variant, Outcome outcome) {
        Expectation expectation = variant.expectation();
        if (expectation.isBroken(outcome)) {
            return of(variant, new Outcome(outcome.held(), expectation.only(outcome.violations()), List.of()));
        }
        if (!expectation.isReport() || expectation.isLow()) {
            return of(variant, outcome);
        }
        List<Reported> reports = reports();
        List<String> mismatches = new ArrayList<>();
        if (Lockdep.agentActive() && !expectation.isAmong(reports)) {
            mismatches.add("missing: " + expectation);
        }
        outcome.violations().forEach(violation -> mismatches.add("violated: " + violation));
        return new Verdict(got(expectation, reports, outcome), mismatches);
    }

    private static List<Reported> reports() {
        return Lockdep.agentActive() ? Reported.all() : List.of();
    }

    private static List<String> got(Expectation expectation, List<Reported> reports, Outcome outcome) {
        List<String> got = new ArrayList<>();
        reports.stream()
                .filter(report -> !report.isLow() || expectation.isPrimary(report))
                .forEach(report -> got.add(report.toString()));
        outcome.violations().stream()
                .map(violation -> Expectation.INVARIANT + " " + violation.substring(0, violation.indexOf(' ')))
                .distinct()
                .forEach(got::add);
        outcome.stalls().forEach(stall -> got.add(Expectation.STALL));
        outcome.failures().stream()
                .map(failure -> Expectation.ERRNO + " " + failure.substring(0, failure.indexOf(' ')))
                .forEach(got::add);
        return got;
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
