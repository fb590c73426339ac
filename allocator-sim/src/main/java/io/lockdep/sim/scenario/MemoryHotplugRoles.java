package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import io.lockdep.sim.sched.Task;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the scenarios of memory hotplug do under stress: blocks come and go while their pages are in use. One instance per
 * scenario, so that several scenarios can be at work on one machine.
 */
final class MemoryHotplugRoles {

    private static final int PAGES = 400;

    /** Rounds that bring nothing, and for how long, before memory is said never to go offline. */
    static final int ROUNDS = 1000;

    static final Duration LONG = Duration.ofSeconds(2);

    private final SimKernel kernel;
    private final MemoryHotplug hotplug;
    private final MemorySysfs sysfs;
    private final Role modules;

    MemoryHotplugRoles(SimKernel kernel, String driver) {
        this.kernel = kernel;
        hotplug = kernel.memoryHotplug();
        sysfs = new MemorySysfs(kernel.sysfs());
        modules = new SlabRoles(kernel, driver).modules();
        // Memory that cannot go offline must not keep a run from ending.
        kernel.progress().endAfter(ROUNDS, LONG);
    }

    List<Role> all() {
        return List.of(
                new MemoryOffliner(kernel).role(),
                Role.of("daxctl", 1, random -> unbind(block(random))),
                Role.of("kacpi_hotplug", 0, random -> hotplug.addMemory(block(random))),
                modules,
                Role.of("munmap", 1, this::touchAndUnmap),
                Role.of("cat", 0, random -> kernel.pageCache().readahead(1 + random.nextInt(PAGES))));
    }

    private void unbind(MemoryBlock block) {
        try {
            sysfs.unbind(block);
        } catch (IllegalMonitorStateException e) {
            // The bug of S2d-U: the block is online and stays so.
            Task.current().setSignalPending(false);
        }
    }

    private void touchAndUnmap(RandomGenerator random) {
        AnonymousMemory anonymous = new AnonymousMemory(kernel.pages());
        for (int page = random.nextInt(PAGES); page > 0; page--) {
            anonymous.fault();
        }
        int[] online = kernel.cpus().onlineCpus();
        Task.current().setCpu(online[random.nextInt(online.length)]);
        anonymous.unmapAll();
    }

    private MemoryBlock block(RandomGenerator random) {
        List<MemoryBlock> blocks = hotplug.blocks();
        return blocks.get(random.nextInt(blocks.size()));
    }
}
