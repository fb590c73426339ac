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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code matrix}: runs every variant of every scenario, each on a machine of its own and with a lock validator that has
 * forgotten the one before, and says for each what was expected and what came.
 *
 * <p>Exit status: 0 everything came as expected; 1 something did not; 2 there is no such scenario.
 */
@Command(
        name = "matrix",
        description = "Run every variant of every scenario: expected against got.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
final class MatrixCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "Only these scenarios (default: all).")
    private List<String> only = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private int variants;
    private int unexpected;

    @Override
    public Integer call() {
        List<Scenario> chosen = only.isEmpty()
                ? Scenarios.all()
                : only.stream().map(typed -> Choice.scenario(spec, typed)).toList();
        if (!Lockdep.agentActive()) {
            System.out.println("lockdep agent: not attached, nobody watches the locks; only the machines are judged");
        }
        System.out.println("| scenario | variant | expected | got | |");
        System.out.println("|---|---|---|---|---|");
        for (Scenario scenario : chosen) {
            scenario.synopsis().variants().forEach(variant -> play(scenario, variant));
        }
        System.out.println(variants + " variants, " + unexpected + " not as expected");
        return Ending.status(unexpected == 0);
    }

    private void play(Scenario scenario, Variant variant) {
        Lockdep.reset();
        Outcome outcome = scenario.run(variant, Narrator.silent(), Tracepoints.off());
        Verdict verdict = Verdict.of(variant, outcome);
        variants++;
        if (!verdict.isAsExpected()) {
            unexpected++;
        }
        System.out.println("| " + scenario.synopsis().id() + " | " + variant.id() + " | " + variant.expectation()
                + " | " + verdict + " | " + (verdict.isAsExpected() ? "as expected" : "NOT AS EXPECTED") + " |");
        verdict.mismatches().forEach(System.out::println);
    }
}
