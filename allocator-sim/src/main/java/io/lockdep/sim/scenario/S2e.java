package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2e: the first pages of a zone make new zonelists, with the machine stopped, which takes the CPU hotplug lock inside
 * the memory hotplug lock.
 *
 * <p>Actor A takes the two locks in the order that slab caches do. B plugs in memory and C switches it on.
 */
public final class S2e implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S2e");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        // ZONE_MOVABLE has no page at boot.
        Stage stage = Stage.boot(SimConfig.hotpluggable(4), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor create = stage.actor("modprobe", 0);
        Actor firmware = stage.actor("kacpi_hotplug", 0);
        Actor admin = stage.actor("bash", 0);
        MemorySysfs sysfs = new MemorySysfs(kernel.sysfs());
        MemoryBlock block = kernel.memoryHotplug().blockOf(kernel.config().normalPages());
        stage.start();
        stage.turn("A", create, () -> MaskReader.countCpusAndZones(kernel));
        stage.turn("B", firmware, () -> account(block, kernel.memoryHotplug().addMemory(block)));
        stage.turn("C", admin, () -> account(block, sysfs.setState(block, "online")));
        stage.turn("A", create, () -> MaskReader.countCpusAndZones(kernel));
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel).all();
    }

    static String account(MemoryBlock block, int rc) {
        return "memory block " + block.id() + " is " + block.state() + ", returned " + rc;
    }
}
