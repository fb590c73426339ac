package io.lockdep.sim.cli;

import io.lockdep.Lockdep;
import io.lockdep.sim.scenario.Narrator;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Variant;
import io.lockdep.sim.scenario.Verdict;
import io.lockdep.sim.trace.Tracepoints;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    private Choice choice = new Choice();

    @Option(names = "--trace", description = "Print the order of events at the end.")
    private boolean trace;

    @Mixin
    private OrderFile order = new OrderFile();

    @Spec
    private @Nullable CommandSpec spec;

    private final Narrator narrator = new Narrator();

    @Override
    public Integer call() {
        Scenario scenario = choice.scenario(spec);
        Variant variant = choice.variant(spec, scenario);
        order.check(spec);
        Tracepoints tracepoints = trace ? Tracepoints.recording() : Tracepoints.off();
        Outcome outcome = scenario.run(variant, narrator, tracepoints);
        tracepoints.lines().forEach(narrator::say);
        narrator.say(
                Lockdep.agentActive()
                        ? "lockdep agent: active"
                        : "lockdep agent: not attached, nobody watched the locks");
        order.write(narrator, scenario, variant);
        return Ending.tell(narrator, variant, outcome, Verdict.of(variant, outcome));
    }
}
