package io.lockdep.sim.memory;

/**
 * The buddy allocator of a zone: free blocks of 2^0 to 2^10 pages, split on allocation, merged on free. From
 * mm/page_alloc.c, 4.10; the rule for movable requests that cannot claim a block is that of 5.8.
 *
 * <p>Every method that changes the lists needs the zone's lock. A block of order k begins at a multiple of 2^k; its
 * buddy is the block whose number differs in bit k only.
 */
public final class BuddyLists {

    /** Number of orders ({@code MAX_ORDER}): the largest block has 1024 pages, 4 MiB. */
    public static final int MAX_ORDER = 11;

    /** Pages of a block of the highest order. */
    static final int LARGEST_BLOCK = 1 << (MAX_ORDER - 1);

    private final Memmap memmap;
    private final PageBlocks blocks;
    private final int startPfn;
    private final int endPfn;
    private final FreeArea[] areas = new FreeArea[MAX_ORDER];

    /** Free pages ({@code NR_FREE_PAGES}); written under the zone's lock, read by anybody. */
    private volatile int nrFree;

    /** Free pages of isolated pageblocks, which do not count as free. */
    private int nrIsolated;

    BuddyLists(Memmap memmap, PageBlocks blocks, int startPfn, int endPfn) {
        this.memmap = memmap;
        this.blocks = blocks;
        this.startPfn = startPfn;
        this.endPfn = endPfn;
        for (int order = 0; order < MAX_ORDER; order++) {
            areas[order] = new FreeArea(memmap);
        }
    }

    /**
     * Free pages, as the watermark check sees them.
     *
     * @return pages on the buddy lists, none of the per-CPU lists
     */
    public int nrFree() {
        return nrFree;
    }

    /**
     * Free blocks of one order ({@code /proc/buddyinfo}).
     *
     * @param order 0 to 10
     * @return number of blocks of all migratetypes
     */
    public int freeBlocks(int order) {
        return areas[order].blocks();
    }

    boolean hasUsableBlock(int order) {
        for (int larger = order; larger < MAX_ORDER; larger++) {
            if (areas[larger].hasUsableBlock()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Puts a block back and merges it with its buddy as long as that is free too ({@code __free_one_page}).
     *
     * @param pfn first page of the block
     * @param order of the block
     * @param type whose list gets the merged block: that of the pageblock, or what the free path saw it to be
     */
    void freeOnePage(int pfn, int order, Migratetype type) {
        addFree(1 << order, type);
        int head = pfn;
        int merged = order;
        while (merged < MAX_ORDER - 1) {
            int buddy = head ^ 1 << merged;
            if (buddy < startPfn || buddy >= endPfn || !memmap.isBuddy(buddy, merged)) {
                break;
            }
            if (merged >= PageBlocks.ORDER && !blocks.mayMerge(head, buddy)) {
                break;
            }
            unlink(buddy, merged);
            head &= buddy;
            merged++;
        }
        link(head, merged, type);
    }

    /**
     * Takes a block, from another type's lists if need be ({@code __rmqueue}).
     *
     * @param order of the block wanted
     * @param type migratetype wanted
     * @return first page of the block, or {@link Memmap#NONE}
     */
    int rmqueue(int order, Migratetype type) {
        int pfn = rmqueueSmallest(order, type);
        if (pfn == Memmap.NONE) {
            pfn = rmqueueFallback(order, type);
        }
        if (pfn != Memmap.NONE) {
            memmap.setListType(pfn, type);
            addFree(-(1 << order), type);
        }
        return pfn;
    }

    private int rmqueueSmallest(int order, Migratetype type) {
        for (int current = order; current < MAX_ORDER; current++) {
            int pfn = areas[current].list(type).head();
            if (pfn != Memmap.NONE) {
                unlink(pfn, current);
                expand(pfn, order, current, type);
                return pfn;
            }
        }
        return Memmap.NONE;
    }

    /** Largest block first, so that the types mix in as few pageblocks as possible. */
    private int rmqueueFallback(int order, Migratetype type) {
        for (int current = MAX_ORDER - 1; current >= order; current--) {
            int pfn = fallbackBlock(current, type);
            if (pfn == Memmap.NONE) {
                continue;
            }
            if (canSteal(current, type)) {
                claimPageblock(pfn, current, type);
            } else {
                pfn = smallestForeignBlock(order, type);
            }
            int from = memmap.order(pfn);
            unlink(pfn, from);
            expand(pfn, order, from, type);
            return pfn;
        }
        return Memmap.NONE;
    }

    private int fallbackBlock(int order, Migratetype type) {
        for (Migratetype other : type.fallbacks()) {
            int pfn = areas[order].list(other).head();
            if (pfn != Memmap.NONE) {
                return pfn;
            }
        }
        return Memmap.NONE;
    }

    /** Unmovable pages pollute a pageblock for good, so they had better claim it; movable ones do no harm. */
    private static boolean canSteal(int order, Migratetype type) {
        return order >= PageBlocks.ORDER / 2 || type != Migratetype.MOVABLE;
    }

    /** Gives the pageblocks of a block to the new type if at least half of them was free. */
    private void claimPageblock(int pfn, int order, Migratetype type) {
        if (order >= PageBlocks.ORDER) {
            for (int block = pfn; block < pfn + (1 << order); block += PageBlocks.PAGES) {
                blocks.setTypeOf(block, type);
            }
        } else if (moveFreePages(PageBlocks.start(pfn), type) >= PageBlocks.PAGES / 2) {
            blocks.setTypeOf(pfn, type);
        }
    }

    /** For a request that cannot claim a pageblock: break up as little as possible. A block exists. */
    private int smallestForeignBlock(int order, Migratetype type) {
        int current = order;
        int pfn = fallbackBlock(current, type);
        while (pfn == Memmap.NONE) {
            current++;
            pfn = fallbackBlock(current, type);
        }
        return pfn;
    }

    /**
     * Moves the free blocks of a pageblock to the lists of a type ({@code move_freepages_block}). A block larger than a
     * pageblock is found at its first pageblock only and is moved as a whole.
     *
     * @return pages moved
     */
    int moveFreePages(int blockStart, Migratetype type) {
        int moved = 0;
        int pfn = blockStart;
        int end = Math.min(endPfn, blockStart + PageBlocks.PAGES);
        while (pfn < end) {
            if (memmap.flags(pfn) != Memmap.BUDDY) {
                pfn++;
                continue;
            }
            int order = memmap.order(pfn);
            addFree(-(1 << order), memmap.listType(pfn));
            unlink(pfn, order);
            link(pfn, order, type);
            addFree(1 << order, type);
            moved += 1 << order;
            pfn += 1 << order;
        }
        return moved;
    }

    /** Splits a block down to the wanted order; the upper half of every split stays free ({@code expand}). */
    private void expand(int pfn, int order, int from, Migratetype type) {
        for (int half = from - 1; half >= order; half--) {
            link(pfn + (1 << half), half, type);
        }
    }

    private void link(int pfn, int order, Migratetype type) {
        memmap.setState(pfn, Memmap.BUDDY, order);
        memmap.setListType(pfn, type);
        areas[order].list(type).addHead(pfn);
    }

    private void unlink(int pfn, int order) {
        areas[order].list(memmap.listType(pfn)).remove(pfn);
        memmap.setState(pfn, (byte) 0, 0);
    }

    /** Takes a free block out for good: its memory goes away ({@code __offline_isolated_pages}). */
    void takeOut(int pfn) {
        int order = memmap.order(pfn);
        addFree(-(1 << order), memmap.listType(pfn));
        unlink(pfn, order);
    }

    /** Free pages of isolated pageblocks; under the zone's lock or at rest. */
    int nrIsolated() {
        return nrIsolated;
    }

    /** {@code __mod_zone_freepage_state}. */
    private void addFree(int pages, Migratetype type) {
        if (type == Migratetype.ISOLATE) {
            nrIsolated += pages;
        } else {
            int before = nrFree;
            nrFree = before + pages;
        }
    }
}
