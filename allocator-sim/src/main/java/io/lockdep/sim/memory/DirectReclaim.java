package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;

/**
 * Taking back pages in the context of who needs some; {@code __perform_reclaim} and what it calls in mm/vmscan.c.
 *
 * <p>The reclaimed pages are freed as cold pages of order 0, that is to the per-CPU list of whoever reclaims. They do
 * not count as free there, which is why the slow path drains these lists afterwards.
 *
 * <p>Departure: no {@code lockdep_set_current_reclaim_state}; reclaim here takes no lock that an allocating caller
 * could hold.
 */
final class DirectReclaim {

    /** Pages taken in one go ({@code SWAP_CLUSTER_MAX}). */
    static final int SWAP_CLUSTER_MAX = 32;

    private final LruCache lruCache;
    private final Tracepoints trace;

    DirectReclaim(LruCache lruCache, Tracepoints trace) {
        this.lruCache = lruCache;
        this.trace = trace;
    }

    /** Returns how many pages were freed; 0 is no progress. */
    int performReclaim(int order) {
        trace.emit("mm_vmscan_direct_reclaim_begin", "order", order);
        Task task = Task.current();
        task.setMemalloc(true);
        try {
            int reclaimed = shrinkInactiveList();
            trace.emit("mm_vmscan_direct_reclaim_end", "nr_reclaimed", reclaimed);
            return reclaimed;
        } finally {
            task.setMemalloc(false);
        }
    }

    int reclaimablePages() {
        return lruCache.lru().size();
    }

    /** A page that has a user besides its file and this one stays; it may just be in a pagevec. */
    private int shrinkInactiveList() {
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
