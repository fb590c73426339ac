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

    private final Lru lru;
    private final Freelist freelist;
    private final Tracepoints trace;

    DirectReclaim(Lru lru, Freelist freelist, Tracepoints trace) {
        this.lru = lru;
        this.freelist = freelist;
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
        return lru.size();
    }

    private int shrinkInactiveList() {
        int[] pages = new int[SWAP_CLUSTER_MAX];
        int taken = lru.isolate(pages);
        for (int i = 0; i < taken; i++) {
            freelist.freePages(pages[i], 0, true);
        }
        return taken;
    }
}
