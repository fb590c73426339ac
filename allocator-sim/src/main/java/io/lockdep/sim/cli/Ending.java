package io.lockdep.sim.cli;

import io.lockdep.sim.scenario.Narrator;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Variant;
import io.lockdep.sim.scenario.Verdict;
import picocli.CommandLine;

/** How commands that play variants end: what was expected, what came, and the exit status. */
final class Ending {

    private static final int NOT_AS_EXPECTED = 1;

    private Ending() {}

    /** Tells how a machine ended and what is to be thought of it; returns the exit status. */
    static int tell(Narrator narrator, Variant variant, Outcome outcome, Verdict verdict) {
        outcome.held().forEach(title -> narrator.say("holds: " + title));
        if (verdict.isAsExpected()) {
            // Otherwise the mismatches say so.
            outcome.violations().forEach(violation -> narrator.say("violated: " + violation));
            outcome.stalls().forEach(narrator::say);
        }
        narrator.say("expected: " + variant.expectation());
        narrator.say("got: " + verdict);
        verdict.mismatches().forEach(narrator::say);
        return status(verdict.isAsExpected());
    }

    static int status(boolean asExpected) {
        return asExpected ? CommandLine.ExitCode.OK : NOT_AS_EXPECTED;
    }
}
