package io.lockdep.sim.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Pageblocks that are isolated, with what they were before, so that they can be that again.
 */
public final class IsolatedRange {

    private final Zone zone;
    private final int start;
    private final Migratetype[] types;

    IsolatedRange(Zone zone, int start, Migratetype[] types) {
        this.zone = zone;
        this.start = start;
        this.types = types;
    }

    /**
     * Whether all pages are free and isolated ({@code test_pages_isolated}).
     *
     * @return true if the range can go offline
     */
    public boolean testPagesIsolated() {
        return zone.isolation().testPagesIsolated(start, end());
    }

    /**
     * The first page that somebody has and that can be moved.
     *
     * @return a page frame number, or {@link Memmap#NONE}
     */
    public int firstMovablePage() {
        return scanMovablePages(start);
    }

    /**
     * A page at or behind a position that somebody has and that can be moved ({@code scan_movable_pages}). A page that is
     * free, on whatever list, is not one, nor is one that is between being taken and being put to use.
     *
     * @param from where to begin
     * @return a page frame number, or {@link Memmap#NONE}
     */
    public int scanMovablePages(int from) {
        for (int pfn = from; pfn < end(); pfn++) {
            if (zone.memmap().mapping(pfn) != null) {
                return pfn;
            }
        }
        return Memmap.NONE;
    }

    /** Gives all pageblocks back to allocation ({@code undo_isolate_page_range}). */
    public void undo() {
        undo(types.length);
    }

    /** Takes the range, which is wholly free, out of its zone ({@code offline_isolated_pages}). */
    public void offline() {
        zone.span().offlineIsolatedPages(start, end());
        // The table of pageblocks stays and is that of a fresh range when it comes online again.
        for (int block = 0; block < types.length; block++) {
            zone.isolation().unisolate(start + block * PageBlocks.PAGES, types[block]);
        }
    }

    /**
     * The pages that keep the range from going offline. Looks without any lock.
     *
     * @return a line per page: where it is
     */
    public List<String> shortfall() {
        List<String> pages = new ArrayList<>();
        int pfn = start;
        while (pfn < end()) {
            int order = zone.memmap().order(pfn);
            byte flags = zone.memmap().flags(pfn);
            if (flags != Memmap.BUDDY) {
                pages.add("pfn " + pfn + (flags == Memmap.PCP ? " is on " + pcpList(pfn) : " is in use"));
            }
            pfn += 1 << order;
        }
        return pages;
    }

    /**
     * Whether all that keeps the range from going offline is on per-CPU lists, where nobody looks for it. Looks without
     * any lock.
     *
     * @return false if a page is still in use, or on its way to a list
     */
    public boolean isOnPcpLists() {
        int pfn = start;
        while (pfn < end()) {
            byte flags = zone.memmap().flags(pfn);
            if (flags != Memmap.BUDDY && flags != Memmap.PCP) {
                return false;
            }
            pfn += 1 << zone.memmap().order(pfn);
        }
        return true;
    }

    private String pcpList(int pfn) {
        for (int cpu = 0; cpu < zone.possibleCpus(); cpu++) {
            if (zone.pcp(cpu).contains(pfn)) {
                return "the per-CPU list of CPU " + cpu + " (zone " + zone.type() + ")";
            }
        }
        return "a per-CPU list that it is just leaving";
    }

    private int end() {
        return start + types.length * PageBlocks.PAGES;
    }

    void undo(int blocks) {
        for (int block = 0; block < blocks; block++) {
            zone.isolation().unisolate(start + block * PageBlocks.PAGES, types[block]);
        }
    }
}
