package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
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
        SimKernel kernel = stage.kernel();
        Actor admin = stage.actor("bash", 0);
        Actor driver = stage.actor("daxctl", 0);
        Actor firmware = stage.actor("kacpi_hotplug", 0);
        MemorySysfs sysfs = new MemorySysfs(kernel.sysfs());
        List<MemoryBlock> blocks = kernel.memoryHotplug().blocks();
        MemoryBlock last = blocks.get(blocks.size() - 1);
        MemoryBlock other = blocks.get(blocks.size() - 2);
        stage.start();
        stage.turn("A", admin, () -> account(last, sysfs.setState(last, "offline")));
        stage.turn("B", driver, () -> unbind(sysfs, other));
        stage.turn("B", driver, () -> unbind(sysfs, last));
        stage.turn("C", firmware, () -> add(kernel.memoryHotplug(), last));
        stage.turn("A", admin, () -> account(last, sysfs.setState(last, "online")));
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel).all();
    }

    static String unbind(MemorySysfs sysfs, MemoryBlock block) {
        try {
            return account(block, sysfs.unbind(block));
        } catch (IllegalMonitorStateException e) {
            // Where the kernel would go on with a lock that is broken, Java refuses to release it.
            return "memory block " + block.id() + ": a lock was released that nobody held";
        }
    }

    private static String add(MemoryHotplug hotplug, MemoryBlock block) {
        return account(block, hotplug.addMemory(block));
    }

    private static String account(MemoryBlock block, int rc) {
        return "memory block " + block.id() + " is " + block.state() + ", returned " + rc;
    }
}
