package io.lockdep.sim.cli;

import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Scenarios;
import io.lockdep.sim.scenario.Variant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A scenario and a variant of it, by name; who mistypes one is told the nearest. */
final class Choice {

    @Parameters(paramLabel = "SCENARIO", description = "Which scenario, such as S0.")
    private String scenarioId = "";

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            defaultValue = "A0",
            description = "Which variant (default: ${DEFAULT-VALUE}, as the bug was reported).")
    private String variantId = "";

    Scenario scenario(@Nullable CommandSpec spec) {
        return choose(
                spec,
                "scenario",
                scenarioId,
                Scenarios.all(),
                scenario -> scenario.synopsis().id());
    }

    Variant variant(@Nullable CommandSpec spec, Scenario scenario) {
        return choose(
                spec,
                "variant of " + scenario.synopsis().id(),
                variantId,
                scenario.synopsis().variants(),
                Variant::id);
    }

    private static <T> T choose(
            @Nullable CommandSpec spec, String what, String typed, List<T> choices, Function<T, String> id) {
        for (T choice : choices) {
            if (id.apply(choice).equalsIgnoreCase(typed)) {
                return choice;
            }
        }
        if (spec == null) {
            throw new IllegalStateException("picocli has not bound this command");
        }
        String nearest = Nearest.to(typed, choices.stream().map(id).toList());
        throw new ParameterException(
                spec.commandLine(), "there is no " + what + " named " + typed + "; the nearest is " + nearest);
    }
}
