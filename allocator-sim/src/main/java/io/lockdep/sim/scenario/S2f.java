package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2f: memory hotplug without the CPU hotplug lock, and an architecture that stops the machine when memory is added.
 *
 * <p>Actor A takes the two locks in the order that slab caches do. B plugs in memory, C switches it on and off again, B
 * takes it away.
 */
public final class S2f implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S2f");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.hotpluggable(1), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor create = stage.actor("modprobe", 0);
        Actor firmware = stage.actor("kacpi_hotplug", 0);
        Actor admin = stage.actor("bash", 0);
        MemorySysfs sysfs = new MemorySysfs(kernel.sysfs());
        MemoryBlock block = kernel.memoryHotplug()
                .blocks()
                .get(kernel.memoryHotplug().blocks().size() - 1);
        stage.start();
        stage.turn("A", create, () -> MaskReader.countCpusAndZones(kernel));
        stage.turn(
                "B", firmware, () -> S2e.account(block, kernel.memoryHotplug().addMemory(block)));
        stage.turn("C", admin, () -> S2e.account(block, sysfs.setState(block, "online")));
        stage.turn("C", admin, () -> S2e.account(block, sysfs.setState(block, "offline")));
        stage.turn(
                "B", firmware, () -> S2e.account(block, kernel.memoryHotplug().removeMemory(block)));
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel).all();
    }
}
