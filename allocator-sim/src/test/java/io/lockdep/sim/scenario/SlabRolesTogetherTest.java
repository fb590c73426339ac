package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.stress.StressRun;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scenarios about slab and memory blocks at once on one clean machine, as C0 wants them. */
class SlabRolesTogetherTest {

    private static final long SEED = 5;
    private static final int CPUS = 4;
    private static final int MEBIBYTES = 512;
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void allRolesWorkOnOneMachineWithoutStallOrViolation() {
        SimConfig config = SimConfig.sized(CPUS, MEBIBYTES);
        SimKernel kernel = SimKernel.boot(config, VariantFlags.K5_15, new FreeDispatch(), Tracepoints.off());
        Task.named("swapper/0", 0).run(() -> new SmpInit(kernel.hotplug()).smpInit(config.onlineCpus()));
        List<Role> roles = Stream.of(new S2(), new S2b(), new S2c(), new S2d(), new S2e(), new S2f())
                .flatMap(scenario -> scenario.roles(kernel).stream())
                .toList();
        StressRun run = new StressRun(kernel, roles, SEED, LENGTH, Duration.ofMillis(500), PATIENCE, progress -> {});

        Outcome outcome = run.run();

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.stalls()).isEmpty();
        assertThat(run.operations().values()).allMatch(operations -> operations > 0);
        kernel.shutdown();
    }
}
