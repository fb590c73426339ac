package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * S2b: writing a cache's file in sysfs takes, with the file's active reference held, what is held around the removal of
 * such files.
 *
 * <p>Kworkers as in {@link S2}, as long as cgroups have caches of their own. X writes to {@code shrink} or
 * {@code cpu_partial} of the root cache, between the two kworkers, so that the removal closes the cycle, or behind them,
 * as in most of the reports. At the end M destroys the root cache, unless X was to close the cycle.
 */
public final class S2b implements Scenario {

    /** Variants in which X comes after the caches of cgroups are gone. */
    private static final Set<String> WRITTEN_LATE = Set.of("A0r", "A2");

    /** Variants in which X writes to {@code cpu_partial}. */
    private static final Set<String> CPU_PARTIAL = Set.of("A1", "A2", "V3");

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
        Actor writer = stage.actor("bash", 0);
        boolean cgroupsHaveCaches = !kernel.flags().has(Patch.MEMCG_SHARES_CACHES);
        boolean late = WRITTEN_LATE.contains(variant.id());
        String attribute = CPU_PARTIAL.contains(variant.id()) ? "cpu_partial" : "shrink";
        stage.start();
        stage.turn("A", task, life::begin);
        if (cgroupsHaveCaches) {
            stage.runPendingWorks("K1");
        }
        if (!late) {
            stage.turn("X", writer, () -> write(kernel, life.file(attribute)));
        }
        stage.turn("B", task, life::end);
        if (cgroupsHaveCaches) {
            stage.runPendingWorks("K2");
        }
        if (late) {
            stage.turn("X", writer, () -> write(kernel, life.file(attribute)));
        } else {
            stage.turn("M", task, life::unload);
        }
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        SlabRoles slab = new SlabRoles(kernel, "nfs");
        return List.of(slab.cgroups(), slab.modules(), slab.reader(), slab.writer());
    }

    private static String write(SimKernel kernel, String path) {
        OpenFile file = Objects.requireNonNull(kernel.sysfs().open(path), path);
        return path + ": " + file.write("1\n");
    }
}
