package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.Objects;

/**
 * S2: reading a cache's file in sysfs takes the memory hotplug lock with the file's active reference held.
 *
 * <p>A kworker creates a cgroup's cache, K1: {@code slab_mutex} under both hotplug locks. Another shuts it down, K2: the
 * removal of its files waits for their users under {@code slab_mutex}. O offlines memory and shrinks all caches. R reads
 * {@code total_objects} of the root cache and closes the cycle, or, if it was first (variant A0r), K2 does. A and B are
 * the module and the cgroup that make the kworkers work.
 */
public final class S2 implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S2");

    /** Makes the scenario from its text. */
    public S2() {}

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.hotpluggable(0), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        CgroupLife life = new CgroupLife(kernel, "fuse_request");
        MemoryAdmin memory = new MemoryAdmin(kernel);
        MemoryBlock block = memory.fromEnd(0);
        Actor task = stage.actor("systemd", 0);
        Actor cat = stage.actor("cat", 0);
        Actor admin = stage.actor("bash", 0);
        stage.start();
        stage.turn("A", task, life::begin);
        boolean catFirst = variant.id().equals("A0r");
        if (catFirst) {
            stage.turn("R", cat, () -> read(kernel, life.file("total_objects")));
        }
        stage.runPendingWorks("K1");
        if (catFirst) {
            stage.turn("O", admin, () -> memory.offline(block));
        }
        stage.turn("B", task, life::end);
        stage.runPendingWorks("K2");
        if (!catFirst) {
            stage.turn("O", admin, () -> memory.offline(block));
            stage.turn("R", cat, () -> read(kernel, life.file("total_objects")));
        }
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        SlabRoles slab = new SlabRoles(kernel, "fuse");
        return List.of(slab.cgroups(), slab.modules(), slab.reader(), slab.offliner());
    }

    private static String read(SimKernel kernel, String path) {
        OpenFile file = Objects.requireNonNull(kernel.sysfs().open(path), path);
        String text = file.read();
        return path + ": " + (text == null ? "ENODEV" : text.trim());
    }
}
