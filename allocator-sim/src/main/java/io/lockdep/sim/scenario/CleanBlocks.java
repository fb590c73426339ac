package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.ZoneType;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.StepGate;
import java.util.List;

/**
 * Memory blocks that come and go in the script of C0: all of ZONE_MOVABLE go offline while a page of one is being freed,
 * one is taken away and plugged in again, and all come back.
 */
final class CleanBlocks {

    private static final int PAGES = 200;

    /** Nobody has freed a page there before, so that its lists are empty. */
    private final int fresh;

    private final Stage stage;
    private final SimKernel kernel;
    private final VariantFlags flags;
    private final MemoryAdmin memory;
    private final AnonymousMemory anonymous;
    private final Actor freer;
    private final Actor admin;
    private final Actor driver;
    private final Actor firmware;

    CleanBlocks(Stage stage, VariantFlags flags, int fresh) {
        this.stage = stage;
        this.flags = flags;
        this.fresh = fresh;
        kernel = stage.kernel();
        memory = new MemoryAdmin(kernel);
        anonymous = new AnonymousMemory(kernel.pages());
        freer = stage.actor("munmap", 0);
        admin = stage.actor("bash", 0);
        driver = stage.actor("daxctl", 0);
        firmware = stage.actor("kacpi_hotplug", 0);
    }

    void offlineRemoveAndAdd() {
        List<MemoryBlock> movable = kernel.memoryHotplug().blocks().stream()
                .filter(block -> block.zone().type() == ZoneType.MOVABLE)
                .toList();
        MemoryBlock last = memory.fromEnd(0);
        stage.turn("L", driver, () -> memory.unbind(last));
        offlineWhileFreeing();
        movable.forEach(block -> stage.turn("K", admin, () -> memory.offline(block)));
        stage.turn("L", driver, () -> memory.unbind(last));
        stage.turn("M", firmware, () -> memory.add(last));
        movable.forEach(block -> stage.turn("K", admin, () -> memory.online(block)));
    }

    private void offlineWhileFreeing() {
        // The free has read what the drain is going to change: the size of the list, or the type of the pageblock.
        // Who stops the machine for it waits until the free is over.
        boolean disables = flags.has(Patch.OFFLINE_DISABLES_PCP) && !flags.has(Patch.DRAIN_STOPS_MACHINE);
        kernel.gates().stop(disables ? StepGate.PCP_HIGH_READ : StepGate.FREE_PREPARED, freer);
        stage.turn("J", freer, this::freeOnePage);
        kernel.gates().stop(disables ? StepGate.DRAIN_COUNT_CHECKED : StepGate.RANGE_ISOLATED, admin);
        MemoryBlock block = kernel.memoryHotplug().blockOf(anonymous.lastPfn());
        stage.turn("K", admin, () -> memory.offline(block));
        stage.resume("J", freer);
        if (admin.isPaused()) {
            stage.resume("K", admin);
        }
        stage.turn("J", freer, () -> {
            anonymous.unmapAll();
            return "pages mapped: " + anonymous.size();
        });
    }

    private String freeOnePage() {
        kernel.pageCache().readahead(PAGES);
        for (int page = 0; page < PAGES; page++) {
            anonymous.fault();
        }
        Task.current().setCpu(fresh);
        anonymous.unmapLast();
        return "pages mapped: " + anonymous.size();
    }
}
