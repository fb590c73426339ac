package io.lockdep.sim.cli;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.scenario.Narrator;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Variant;
import io.lockdep.sim.scenario.Verdict;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.stress.StressRun;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code stress}: all actors of a scenario at once, for some seconds, on a machine of any size.
 *
 * <p>A variant with a bug may hang, as the bug can; its report must have come all the same.
 *
 * <p>Exit status: 0 everything came as the variant's text says; 1 it did not; 2 there is no such scenario or variant, or
 * no such machine.
 */
@Command(
        name = "stress",
        description = "Run all actors of a scenario at once for a while.",
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class,
        footer = {"", "Example: stress S0 --variant V3 --seconds 10 --cpus 16 --memory 4G"})
final class StressCommand implements Callable<Integer> {

    private static final Duration CHECK_EVERY = Duration.ofSeconds(2);

    @Mixin
    private Choice choice = new Choice();

    @ArgGroup(exclusive = false)
    private MachineSize size = new MachineSize();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description =
                    "How long nothing may be completed before the run is called stalled (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--seed", paramLabel = "N", description = "Where choices come from (default: a new one, printed).")
    private long seed = System.nanoTime();

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
        checkPositive("--seconds", seconds);
        checkPositive("--patience", patience);
        SimConfig config = size.config(spec);
        narrator.introduce(scenario.synopsis(), variant);
        narrator.say(config.possibleCpus() + " CPUs, " + config.mebibytes() + " MiB, seed " + seed);
        SimKernel kernel = SimKernel.boot(config, variant.flags(), new FreeDispatch(), Tracepoints.off());
        Task.named("swapper/0", 0).run(() -> new SmpInit(kernel.hotplug()).smpInit(config.onlineCpus()));
        StressRun run = new StressRun(
                kernel,
                scenario.roles(kernel),
                seed,
                Duration.ofSeconds(seconds),
                CHECK_EVERY,
                Duration.ofSeconds(patience),
                narrator::say);
        Outcome outcome = run.run();
        run.operations().forEach((role, operations) -> narrator.say(role + ": " + operations + " operations"));
        order.write(narrator, scenario, variant);
        return Ending.tell(narrator, variant, outcome, Verdict.ofStress(variant, outcome));
    }

    private void checkPositive(String option, int number) {
        if (spec != null && number <= 0) {
            throw new ParameterException(spec.commandLine(), option + ": a number above 0, not " + number);
        }
    }
}
