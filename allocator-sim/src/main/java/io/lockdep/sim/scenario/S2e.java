package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2e: the first pages of a zone make new zonelists, with the machine stopped, which takes the CPU hotplug lock inside
 * the memory hotplug lock.
 *
 * <p>Actor A loads a module, whose cache is created under the two locks in their usual order. B plugs in memory and C
 * switches it on. D is A again, who unloads the module.
 */
public final class S2e implements Scenario {

    private static final int OBJECT_SIZE = 320;

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
        ModuleCache module = new ModuleCache(kernel, "nf_conntrack", OBJECT_SIZE);
        MemoryAdmin memory = new MemoryAdmin(kernel);
        MemoryBlock block = kernel.memoryHotplug().blockOf(kernel.config().normalPages());
        stage.start();
        stage.turn("A", create, module::load);
        stage.turn("B", firmware, () -> memory.add(block));
        stage.turn("C", admin, () -> memory.online(block));
        stage.turn("D", create, module::unload);
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel, "hv_balloon").all();
    }
}
