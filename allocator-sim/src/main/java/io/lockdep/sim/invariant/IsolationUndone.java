package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * I7: a memory block is wholly in use or wholly gone, and no pageblock is isolated any more.
 */
final class IsolationUndone implements Invariant {

    @Override
    public String title() {
        return "I7 memory blocks are online or offline as a whole, nothing stays isolated";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        for (Zone zone : kernel.zones()) {
            if (zone.isolatedPageblocks() != 0) {
                violations.add(zone.type() + ": nr_isolate_pageblock is " + zone.isolatedPageblocks());
            }
        }
        for (MemoryBlock block : kernel.memoryHotplug().blocks()) {
            int offline = block.zone().span().offlinePages(block.startPfn(), block.endPfn());
            int expected = block.state() == MemoryBlock.State.ONLINE ? 0 : MemoryBlock.PAGES;
            if (offline != expected) {
                violations.add(
                        "memory block " + block.id() + " is " + block.state() + " with " + offline + " pages offline");
            }
        }
        return violations;
    }
}
