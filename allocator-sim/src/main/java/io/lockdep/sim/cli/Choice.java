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
            description = "Which variant (default: the first, which is the bug as it was reported).")
    private @Nullable String variantId;

    Scenario scenario(@Nullable CommandSpec spec) {
        return scenario(spec, scenarioId);
    }

    static Scenario scenario(@Nullable CommandSpec spec, String typed) {
        return choose(
                spec,
                "scenario",
                typed,
                Scenarios.all(),
                scenario -> scenario.synopsis().id());
    }

    Variant variant(@Nullable CommandSpec spec, Scenario scenario) {
        List<Variant> variants = scenario.synopsis().variants();
        String what = "variant of " + scenario.synopsis().id();
        return variantId == null ? variants.get(0) : choose(spec, what, variantId, variants, Variant::id);
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
