package io.lockdep.sim.memory;

/**
 * What reclaim takes, whoever reclaims: {@code shrink_node} of mm/vmscan.c. Clean file pages go first, then anonymous
 * pages are swapped out, if the caller may start I/O.
 */
final class Vmscan {

    /** Pages taken in one go ({@code SWAP_CLUSTER_MAX}). */
    static final int SWAP_CLUSTER_MAX = 32;

    private final Lru lru;
    private final Freelist freelist;
    private final Swap swap;

    Vmscan(Lru lru, Freelist freelist, Swap swap) {
        this.lru = lru;
        this.freelist = freelist;
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

    int reclaimablePages() {
        return lru.size() + swap.reclaimablePages();
    }

    private int shrinkInactiveFile() {
        int[] pages = new int[SWAP_CLUSTER_MAX];
        int taken = lru.isolate(pages);
        for (int i = 0; i < taken; i++) {
            freelist.freePages(pages[i], 0, true);
        }
        return taken;
    }
}
