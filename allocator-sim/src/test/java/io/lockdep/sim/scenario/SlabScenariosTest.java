package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios S2, S2b and S2c without the agent. */
class SlabScenariosTest {

    static Stream<Arguments> variants() {
        return Stream.of(new S2(), new S2b(), new S2c())
                .flatMap(scenario ->
                        scenario.synopsis().variants().stream().map(variant -> Arguments.of(scenario, variant)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantRunsAndLeavesTheMachineInOrder(Scenario scenario, Variant variant) {
        Outcome outcome = scenario.run(variant, new Narrator(), Tracepoints.off());

        assertThat(outcome.violations()).isEmpty();
        assertThat(Lockdep.findings())
                .as("lock maps alone close no cycle")
                .noneMatch(finding -> finding.kind().equals("circular"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyRunTakesTheSameCourse(Scenario scenario, Variant variant) {
        assertThat(events(scenario, variant))
                .isEqualTo(events(scenario, variant))
                .anyMatch(line -> line.contains("kmem_cache_create"));
    }

    private static List<String> events(Scenario scenario, Variant variant) {
        Tracepoints trace = Tracepoints.recording();
        scenario.run(variant, new Narrator(), trace);
        return trace.lines();
    }
}
