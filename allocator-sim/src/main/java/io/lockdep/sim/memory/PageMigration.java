package io.lockdep.sim.memory;

import io.lockdep.sim.trace.Tracepoints;

/**
 * Moves what is on a page elsewhere, so that the page becomes free; {@code do_migrate_range} of mm/memory_hotplug.c and
 * {@code migrate_pages} of mm/migrate.c.
 *
 * <p>Departure: contents are not copied, there are none. A page has one owner, so there is one place that points to it.
 */
public final class PageMigration {

    private static final Gfp TARGET = Gfp.HIGHUSER_MOVABLE.or(Gfp.NORETRY).or(Gfp.NOWARN);

    private final PageAllocator pages;
    private final Tracepoints trace;

    /**
     * Makes it.
     *
     * @param pages where the new pages come from
     * @param trace where moves are noted
     */
    public PageMigration(PageAllocator pages, Tracepoints trace) {
        this.pages = pages;
        this.trace = trace;
    }

    /**
     * Moves the page of one frame, if it has an owner still.
     *
     * @param pfn a page of order 0
     * @return whether the frame was given up
     */
    public boolean migrate(int pfn) {
        Mapping owner = pages.memmap().mapping(pfn);
        if (owner == null) {
            return false;
        }
        int to = pages.allocPagesNodemask(TARGET, 0);
        if (to == Memmap.NONE) {
            return false;
        }
        boolean moved = owner.replace(pfn, to);
        trace.emit("mm_migrate_pages", moved ? "succeeded" : "failed", pfn);
        // The frame is isolated, so it goes to the buddy lists at once.
        pages.freePages(moved ? pfn : to, 0);
        return moved;
    }
}
