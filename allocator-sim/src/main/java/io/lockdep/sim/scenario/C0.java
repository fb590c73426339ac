package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * C0: the kernel with all fixes, on which the actors of the other scenarios work.
 *
 * <p>What it shows is silence: no report above grade {@code low}, and every invariant holds. In the script each actor
 * does its work while the others rest, so that every order of locks is seen that could be part of a ring; under stress
 * all do theirs at once. The variants take one fix away, or add one bug, and that alone must be reported.
 */
public final class C0 implements Scenario {

    private static final int MEBIBYTES = 256;
    private static final int CPUS = 4;

    private final Synopsis synopsis = Synopsis.read("C0");
    private final List<Scenario> others = List.of(new S0(), new S1(), new S2(), new S2b(), new S3(), new S4());

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        VariantFlags flags = variant.flags();
        Stage stage = Stage.boot(SimConfig.sized(CPUS, MEBIBYTES), synopsis, variant, narrator, trace);
        CleanCpus cpus = new CleanCpus(stage, trace);
        CleanSlab slab = new CleanSlab(stage);
        CleanBlocks blocks = new CleanBlocks(stage, flags, CPUS - 1);
        CleanPressure pressure = new CleanPressure(stage, CPUS - 1);
        CleanSwap swap = new CleanSwap(stage, flags, CPUS - 1);
        stage.start();
        cpus.bootAndLoadDriver();
        cpus.spliceAndSeal();
        cpus.bringUpAndTakeDownThirdCpu();
        slab.createAndUse();
        cpus.bringUp(CPUS - 1);
        blocks.offlineRemoveAndAdd();
        slab.destroy();
        pressure.createMap(cpus.admin());
        cpus.bringUp(CleanCpus.SECOND_CPU);
        pressure.runOutOfMemory(swap::writeLast);
        cpus.allocateOnEachCpu();
        swap.writeAndSwap();
        cpus.unloadDriverAndTakeDownSecondCpu();
        stage.runPendingWorks("W");
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return others.stream()
                .flatMap(scenario -> scenario.roles(kernel).stream())
                .toList();
    }
}
