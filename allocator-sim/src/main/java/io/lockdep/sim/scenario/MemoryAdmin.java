package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import java.util.List;

/**
 * What people and firmware do with memory blocks in a script: switch them on and off in sysfs, plug them in, take them
 * away. Everything returns an account.
 */
final class MemoryAdmin {

    private final MemoryHotplug hotplug;
    private final MemorySysfs sysfs;

    MemoryAdmin(SimKernel kernel) {
        hotplug = kernel.memoryHotplug();
        sysfs = new MemorySysfs(kernel.sysfs());
    }

    /** The block at the end of memory, or the one that many blocks before. */
    MemoryBlock fromEnd(int before) {
        List<MemoryBlock> blocks = hotplug.blocks();
        return blocks.get(blocks.size() - 1 - before);
    }

    /** {@code echo offline > state}. */
    String offline(MemoryBlock block) {
        return account(block, sysfs.setState(block, "offline"));
    }

    /** {@code echo online > state}. */
    String online(MemoryBlock block) {
        return account(block, sysfs.setState(block, "online"));
    }

    /** {@code echo memoryN > unbind}, which removes the block. */
    String unbind(MemoryBlock block) {
        try {
            return account(block, sysfs.unbind(block));
        } catch (IllegalMonitorStateException e) {
            // Where the kernel would go on with a lock that is broken, Java refuses to release it.
            return "memory block " + block.id() + ": a lock was released that nobody held";
        }
    }

    /** A block was plugged in. */
    String add(MemoryBlock block) {
        return account(block, hotplug.addMemory(block));
    }

    /** A block is taken away. */
    String remove(MemoryBlock block) {
        return account(block, hotplug.removeMemory(block));
    }

    private static String account(MemoryBlock block, int rc) {
        return "memory block " + block.id() + " is " + block.state() + ", returned " + rc;
    }
}
