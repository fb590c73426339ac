package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.memory.PageAllocator;

/**
 * Which zones are tried, and in which order; {@code build_all_zonelists} of mm/page_alloc.c. Called when a zone gets
 * its first pages or loses its last ones.
 *
 * <p>Until 4.13 with the machine stopped, so that nobody walked a list meanwhile; since 11cd8638c37f readers cope.
 */
final class Zonelists {

    private final PageAllocator pages;
    private final MachineStopper stopper;
    private final boolean stopsMachine;

    Zonelists(PageAllocator pages, MachineStopper stopper, boolean stopsMachine) {
        this.pages = pages;
        this.stopper = stopper;
        this.stopsMachine = stopsMachine;
    }

    void buildAllZonelists() {
        if (stopsMachine) {
            stopper.stop(pages::buildAllZonelists);
        } else {
            pages.buildAllZonelists();
        }
    }
}
