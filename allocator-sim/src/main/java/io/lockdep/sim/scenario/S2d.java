package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2d: removing a memory block waits for the users of its files, with the hotplug locks held that the files take.
 *
 * <p>Actor A writes {@code offline} to a block's {@code state}. B tries to remove a block that is online, which is
 * refused, then the one that A has switched off. C plugs it in again and A switches it on.
 */
public final class S2d implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S2d");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.hotpluggable(0), synopsis, variant, narrator, trace);
        Actor admin = stage.actor("bash", 0);
        Actor driver = stage.actor("daxctl", 0);
        Actor firmware = stage.actor("kacpi_hotplug", 0);
        MemoryAdmin memory = new MemoryAdmin(stage.kernel());
        MemoryBlock last = memory.fromEnd(0);
        MemoryBlock other = memory.fromEnd(1);
        stage.start();
        stage.turn("A", admin, () -> memory.offline(last));
        stage.turn("B", driver, () -> memory.unbind(other));
        stage.turn("B", driver, () -> memory.unbind(last));
        stage.turn("C", firmware, () -> memory.add(last));
        stage.turn("A", admin, () -> memory.online(last));
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel, "dax_kmem").all();
    }
}
