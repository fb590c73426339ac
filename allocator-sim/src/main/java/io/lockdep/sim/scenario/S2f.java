package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2f: memory hotplug without the CPU hotplug lock, and an architecture that stops the machine when memory is added.
 *
 * <p>Actor A loads a module, whose cache is created under the two locks in their usual order. B plugs in memory, C
 * switches it on and off again, B takes it away. D is A again, who unloads the module.
 */
public final class S2f implements Scenario {

    private static final int OBJECT_SIZE = 320;

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
        ModuleCache module = new ModuleCache(kernel, "nf_conntrack", OBJECT_SIZE);
        MemoryAdmin memory = new MemoryAdmin(kernel);
        MemoryBlock block = memory.fromEnd(0);
        stage.start();
        stage.turn("A", create, module::load);
        stage.turn("B", firmware, () -> memory.add(block));
        stage.turn("C", admin, () -> memory.online(block));
        stage.turn("C", admin, () -> memory.offline(block));
        stage.turn("B", firmware, () -> memory.remove(block));
        stage.turn("D", create, module::unload);
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel, "pseries").all();
    }
}
