package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.Objects;

/**
 * S2b: writing a cache's file {@code shrink} in sysfs takes the hotplug locks with the file's active reference held.
 *
 * <p>Kworkers as in {@link S2}; X writes {@code 1} to {@code shrink} of the root cache between them.
 * K2 closes the cycle.
 */
public final class S2b implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S2b");

    /** Makes the scenario from its text. */
    public S2b() {}

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        CgroupLife life = new CgroupLife(kernel, "fuse_request");
        Actor task = stage.actor("systemd", 0);
        Actor shrinker = stage.actor("bash", 0);
        stage.start();
        stage.turn("A", task, life::begin);
        stage.runPendingWorks("K1");
        stage.turn("X", shrinker, () -> shrink(kernel, life.file("shrink")));
        stage.turn("B", task, life::end);
        stage.runPendingWorks("K2");
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        SlabRoles slab = new SlabRoles(kernel, "nfs");
        return List.of(slab.cgroups(), slab.modules(), slab.reader(), slab.shrinker());
    }

    private static String shrink(SimKernel kernel, String path) {
        OpenFile file = Objects.requireNonNull(kernel.sysfs().open(path), path);
        return path + ": " + file.write("1\n");
    }
}
