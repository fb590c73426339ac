package io.lockdep.sim.cli;

import io.lockdep.Lockdep;
import io.lockdep.sim.scenario.Narrator;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Scenarios;
import io.lockdep.sim.scenario.Variant;
import io.lockdep.sim.scenario.Verdict;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code run}: runs one variant of a scenario and checks the machine afterwards.
 *
 * <p>Exit status: 0 everything came as the variant's text says; 1 it did not; 2 there is no such scenario or variant.
 * Without the agent only the machine is judged, not its locks.
 */
@Command(
        name = "run",
        description = "Run one variant of a scenario.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        footer = {"", "Example: run S0 --variant A0"})
final class RunCommand implements Callable<Integer> {

    private static final int NOT_AS_EXPECTED = 1;

    @Parameters(paramLabel = "SCENARIO", description = "Which scenario, such as S0.")
    private String scenarioId = "";

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            defaultValue = "A0",
            description = "Which variant (default: ${DEFAULT-VALUE}, as the bug was reported).")
    private String variantId = "";

    @Option(names = "--trace", description = "Print the order of events at the end.")
    private boolean trace;

    @Spec
    private @Nullable CommandSpec spec;

    private final Narrator narrator = new Narrator();

    @Override
    public Integer call() {
        Scenario scenario = choose(
                "scenario", scenarioId, Scenarios.all(), s -> s.synopsis().id());
        Variant variant = choose(
                "variant of " + scenario.synopsis().id(),
                variantId,
                scenario.synopsis().variants(),
                Variant::id);
        Tracepoints tracepoints = trace ? Tracepoints.recording() : Tracepoints.off();
        Outcome outcome = scenario.run(variant, narrator, tracepoints);
        Verdict verdict = Verdict.of(variant, outcome);
        outcome.held().forEach(title -> narrator.say("holds: " + title));
        outcome.violations().forEach(violation -> narrator.say("violated: " + violation));
        outcome.stalls().forEach(narrator::say);
        tracepoints.lines().forEach(narrator::say);
        tell(variant, verdict);
        return verdict.isAsExpected() ? CommandLine.ExitCode.OK : NOT_AS_EXPECTED;
    }

    private void tell(Variant variant, Verdict verdict) {
        narrator.say(
                Lockdep.agentActive()
                        ? "lockdep agent: active"
                        : "lockdep agent: not attached, nobody watched the locks");
        narrator.say("expected: " + variant.expectation());
        narrator.say("got: " + verdict);
        verdict.mismatches().forEach(narrator::say);
    }

    private <T> T choose(String what, String typed, List<T> choices, Function<T, String> id) {
        for (T choice : choices) {
            if (id.apply(choice).equalsIgnoreCase(typed)) {
                return choice;
            }
        }
        String nearest = Nearest.to(typed, choices.stream().map(id).toList());
        throw new ParameterException(
                commandLine(), "there is no " + what + " named " + typed + "; the nearest is " + nearest);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not bound this command");
        }
        return spec.commandLine();
    }
}
