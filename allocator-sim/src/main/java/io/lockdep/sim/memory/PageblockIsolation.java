package io.lockdep.sim.memory;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes single pageblocks of a zone out of allocation and gives them back, under {@code &zone->lock};
 * {@code set_migratetype_isolate} and its like of mm/page_isolation.c, 5.8.
 */
final class PageblockIsolation {

    private final ZoneType type;
    private final ReentrantLock lock;
    private final Memmap memmap;
    private final PageBlocks blocks;
    private final BuddyLists buddy;

    PageblockIsolation(ZoneType type, ReentrantLock lock, Memmap memmap, PageBlocks blocks, BuddyLists buddy) {
        this.type = type;
        this.lock = lock;
        this.memmap = memmap;
        this.blocks = blocks;
        this.buddy = buddy;
    }

    /**
     * Takes a pageblock out of allocation unless somebody else has, or something in it cannot be moved
     * ({@code set_migratetype_isolate}).
     *
     * @return what it was, or null if it stays that
     */
    @Nullable
    Migratetype isolate(int pfn) {
        lock.lock();
        try {
            Migratetype before = blocks.typeOf(pfn);
            if (before == Migratetype.ISOLATE || hasUnmovablePages(pfn)) {
                return null;
            }
            blocks.setTypeOf(pfn, Migratetype.ISOLATE);
            buddy.moveFreePages(pfn, Migratetype.ISOLATE);
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a pageblock back to allocation ({@code unset_migratetype_isolate}). */
    void unisolate(int pfn, Migratetype to) {
        lock.lock();
        try {
            blocks.setTypeOf(pfn, to);
            if (memmap.flags(pfn) == Memmap.BUDDY && memmap.order(pfn) == PageBlocks.ORDER) {
                // Freed anew, because it may have a free neighbour that it had to stay apart from.
                buddy.takeOut(pfn);
                buddy.freeOnePage(pfn, PageBlocks.ORDER, to);
            } else {
                buddy.moveFreePages(pfn, to);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether all pages of a range are on the isolated lists ({@code test_pages_isolated}). */
    boolean testPagesIsolated(int start, int end) {
        lock.lock();
        try {
            int pfn = start;
            while (pfn < end) {
                if (memmap.flags(pfn) != Memmap.BUDDY || memmap.listType(pfn) != Migratetype.ISOLATE) {
                    return false;
                }
                pfn += 1 << memmap.order(pfn);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@code has_unmovable_pages}: free pages, on whatever list, do no harm, and in ZONE_MOVABLE nothing does, because
     * everything in there can be moved some time.
     */
    private boolean hasUnmovablePages(int blockStart) {
        if (type == ZoneType.MOVABLE) {
            return false;
        }
        int pfn = blockStart;
        while (pfn < blockStart + PageBlocks.PAGES) {
            if (memmap.flags(pfn) == Memmap.ALLOCATED && memmap.mapping(pfn) == null) {
                return true;
            }
            pfn += 1 << memmap.order(pfn);
        }
        return false;
    }
}
