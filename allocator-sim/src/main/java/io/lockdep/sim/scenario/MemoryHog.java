package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Zone;

/**
 * A process of a script that wants all memory it can get.
 */
final class MemoryHog {

    private final SimKernel kernel;
    private final Zone zone;
    private final AnonymousMemory mm;

    MemoryHog(SimKernel kernel) {
        this.kernel = kernel;
        zone = kernel.zones().get(kernel.zones().size() - 1);
        mm = new AnonymousMemory(kernel.pages());
    }

    AnonymousMemory mm() {
        return mm;
    }

    /** Maps pages until no more than that many are free. */
    String fillDownTo(int free) {
        boolean room = true;
        while (room && zone.buddy().nrFree() > free) {
            room = mm.fault();
        }
        return mm.size() + " pages mapped, " + zone.buddy().nrFree() + " free, marks "
                + zone.watermarks().min() + ", " + zone.watermarks().low() + " and "
                + zone.watermarks().high();
    }

    String map(int pages) {
        for (int i = 0; i < pages; i++) {
            mm.fault();
        }
        return mm.size() + " pages mapped";
    }

    String exit() {
        mm.unmapAll();
        return zone.buddy().nrFree() + " pages free, " + kernel.pages().swap().writeback() + " under writeback";
    }
}
