package io.lockdep.sim.kernel;

import io.lockdep.sim.invariant.Invariant;
import io.lockdep.sim.invariant.Invariants;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Baton;
import io.lockdep.sim.script.ScriptedDispatch;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/** A booted machine for tests of one thread: kworkers run only when the test says so. */
public final class ScriptedKernel {

    private final Tracepoints trace = Tracepoints.recording();
    private final ScriptedDispatch dispatch = new ScriptedDispatch(new Baton(Thread.currentThread()));
    private final SimKernel kernel;

    public ScriptedKernel() {
        this(SimConfig.small());
    }

    public ScriptedKernel(SimConfig config) {
        this(config, VariantFlags.K4_11);
    }

    public ScriptedKernel(SimConfig config, VariantFlags flags) {
        kernel = SimKernel.boot(config, flags, dispatch, trace);
        // The first work makes a second kworker, which takes memory: that is over when a test begins to count.
        run(() -> kernel.vmstat().vmstatRefresh());
    }

    public SimKernel kernel() {
        return kernel;
    }

    public List<String> events() {
        return trace.lines();
    }

    public void run(Runnable body) {
        Task.named("test", 0).run(body);
    }

    public int runPendingWorks() {
        return dispatch.runPending(kernel.workqueues());
    }

    public int allocatedPages() {
        return kernel.zones().stream().mapToInt(Zone::allocated).sum();
    }

    public int freePages() {
        return kernel.zones().stream().mapToInt(zone -> zone.buddy().nrFree()).sum();
    }

    public int minWatermark() {
        return kernel.zones().stream().mapToInt(zone -> zone.watermarks().min()).sum();
    }

    public List<String> violations() {
        return Invariants.all().stream()
                .map((Invariant invariant) -> invariant.violations(kernel))
                .flatMap(List::stream)
                .toList();
    }

    public void stop() {
        kernel.shutdown();
    }
}
