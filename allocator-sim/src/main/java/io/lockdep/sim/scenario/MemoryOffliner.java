package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.ZoneType;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who switches blocks of movable memory off and on under stress. Several may do so on one machine: whoever finds
 * {@code device_hotplug_lock} taken restarts the system call.
 */
final class MemoryOffliner {

    private final MemoryHotplug hotplug;
    private final MemorySysfs sysfs;

    MemoryOffliner(SimKernel kernel) {
        hotplug = kernel.memoryHotplug();
        sysfs = new MemorySysfs(kernel.sysfs());
        // Memory that cannot go offline must not keep a run from ending.
        kernel.progress().endAfter(MemoryHotplugRoles.ROUNDS, MemoryHotplugRoles.LONG);
    }

    /** One system call of {@code echo offline > state}, or {@code online}. */
    Role role() {
        return Role.of("bash", 0, this::toggle);
    }

    private void toggle(RandomGenerator random) {
        List<MemoryBlock> blocks = hotplug.blocks();
        MemoryBlock block = blocks.get(random.nextInt(blocks.size()));
        if (block.zone().type() == ZoneType.MOVABLE) {
            sysfs.setState(block, block.state() == MemoryBlock.State.ONLINE ? "offline" : "online");
        }
    }
}
