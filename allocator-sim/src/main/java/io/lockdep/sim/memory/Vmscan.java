package io.lockdep.sim.memory;

/**
 * What reclaim takes, whoever reclaims: {@code shrink_node} of mm/vmscan.c. Clean file pages go first, then anonymous
 * pages are swapped out, if the caller may start I/O.
 */
final class Vmscan {

    /** Pages taken in one go ({@code SWAP_CLUSTER_MAX}). */
    static final int SWAP_CLUSTER_MAX = 32;

    private final LruCache lruCache;
    private final Swap swap;

    Vmscan(LruCache lruCache, Swap swap) {
        this.lruCache = lruCache;
        this.swap = swap;
    }

    /** Returns how many pages were freed. */
    int shrinkNode(Gfp gfp) {
        int reclaimed = shrinkInactiveFile();
        if (reclaimed < SWAP_CLUSTER_MAX && gfp.has(Gfp.IO)) {
            reclaimed += swap.shrinkInactiveAnon(SWAP_CLUSTER_MAX - reclaimed);
        }
        return reclaimed;
    }

    /** What is on the lists that reclaim can do something about, pages under writeback too. */
    int reclaimablePages() {
        return lruCache.lru().size() + swap.reclaimablePages();
    }

    /** {@code NR_ZONE_WRITE_PENDING}. */
    int writePending() {
        return swap.writeback();
    }

    /** A page that has a user besides its file and this one stays; it may just be in a pagevec. */
    private int shrinkInactiveFile() {
        lruCache.lruAddDrain();
        int[] pages = new int[SWAP_CLUSTER_MAX];
        int taken = lruCache.lru().isolate(pages);
        int reclaimed = 0;
        for (int i = 0; i < taken; i++) {
            if (lruCache.removeMapping(pages[i])) {
                reclaimed++;
            } else {
                lruCache.putbackLruPage(pages[i]);
            }
        }
        return reclaimed;
    }
}
