package io.lockdep.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.scenario.Outcome;
import io.lockdep.sim.scenario.S0;
import io.lockdep.sim.scenario.S4;
import io.lockdep.sim.scenario.Scenario;
import io.lockdep.sim.scenario.Variant;
import io.lockdep.sim.scenario.Verdict;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that change CPUs and lose them at the wrong moment find what a script has to arrange. */
class UnrestTest {

    private static final Scenario RACE = new S0();
    private static final SimConfig ONE_MOVABLE_BLOCK = SimConfig.sized(4, 128);
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @ParameterizedTest
    @ValueSource(strings = {"V7", "M1", "M2"})
    void stressFindsTheViolationThatTheScriptShows(String id) {
        Variant variant = variant(RACE, id);

        Outcome outcome = stress(RACE, variant, SimConfig.small(), LIMIT);

        assertThat(Verdict.ofStress(variant, outcome).mismatches()).isEmpty();
    }

    @Test
    void theMergedFixStandsTheSame() {
        Outcome outcome = stress(RACE, variant(RACE, "V3"), SimConfig.small(), Duration.ofSeconds(2));

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.stalls()).isEmpty();
    }

    @Test
    void memoryThatNeverGoesOfflineIsFoundInAQuietMoment() {
        Scenario loop = new S4();

        Outcome outcome = stress(loop, variant(loop, "base"), ONE_MOVABLE_BLOCK, LIMIT);

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.stalls()).isNotEmpty().allMatch(stall -> stall.contains("__offline_pages"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"again", "disable"})
    void withAFixItGoesOffline(String id) {
        Scenario loop = new S4();

        Outcome outcome = stress(loop, variant(loop, id), ONE_MOVABLE_BLOCK, Duration.ofSeconds(3));

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.stalls()).isEmpty();
    }

    @Test
    void everyGateIsDisturbedAndWhatItIsArmedWithStillHappens() {
        StepGates gates = new StepGates();
        AtomicInteger disturbed = new AtomicInteger();
        AtomicInteger armed = new AtomicInteger();
        gates.arm(StepGate.DRAIN_LIST, armed::incrementAndGet);
        gates.disturb(gate -> disturbed.incrementAndGet());
        for (StepGate gate : StepGate.values()) {
            gates.pass(gate);
        }
        gates.disturb(null);
        gates.pass(StepGate.DRAIN_LIST);

        assertThat(disturbed).hasValue(StepGate.values().length);
        assertThat(armed).hasValue(2);
    }

    private static Outcome stress(Scenario scenario, Variant variant, SimConfig config, Duration length) {
        SimKernel kernel = SimKernel.boot(config, variant.flags(), new FreeDispatch(), Tracepoints.off());
        Task.named("swapper/0", 0).run(() -> new SmpInit(kernel.hotplug()).smpInit(2));
        try {
            return new StressRun(
                            kernel,
                            scenario.roles(kernel),
                            1,
                            length,
                            Duration.ofMillis(250),
                            Duration.ofSeconds(20),
                            line -> {})
                    .run();
        } finally {
            kernel.shutdown();
        }
    }

    private static Variant variant(Scenario scenario, String id) {
        return scenario.synopsis().variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
