package io.lockdep.sim.memory;

import org.jspecify.annotations.Nullable;

/**
 * Takes a range of pages out of allocation, or gives it back; mm/page_isolation.c, 5.8 and 5.15.
 *
 * <p>A free that was begun before can still put a page of the range on a per-CPU list afterwards, because it goes by the
 * type that the pageblock had then. Until 5.12 that was taken care of by a drain after each pageblock, which is too
 * early for such a free. <b>This is where the bug of scenario S4 lives.</b>
 */
public final class PageIsolation {

    private final DrainAllPages drain;
    private final boolean drainsEachBlock;

    /**
     * Makes it.
     *
     * @param drain what empties the per-CPU lists
     * @param drainsEachBlock whether that is done here, or the caller has disabled the lists
     */
    public PageIsolation(DrainAllPages drain, boolean drainsEachBlock) {
        this.drain = drain;
        this.drainsEachBlock = drainsEachBlock;
    }

    /**
     * Isolates all pageblocks of a range ({@code start_isolate_page_range}), or none.
     *
     * @param zone the zone that the range lies in
     * @param start first page, a multiple of 1024
     * @param end page behind the last, a multiple of 1024
     * @return what the pageblocks were, or null if one of them cannot be isolated
     */
    public @Nullable IsolatedRange startIsolatePageRange(Zone zone, int start, int end) {
        Migratetype[] types = new Migratetype[(end - start) / PageBlocks.PAGES];
        for (int block = 0; block < types.length; block++) {
            Migratetype before = zone.isolation().isolate(start + block * PageBlocks.PAGES);
            if (before == null) {
                new IsolatedRange(zone, start, types).undo(block);
                return null;
            }
            types[block] = before;
            if (drainsEachBlock) {
                drain.drainAllPages(zone, false);
            }
        }
        return new IsolatedRange(zone, start, types);
    }
}
