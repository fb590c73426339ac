package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;

/**
 * Taking back pages in the context of who needs some; {@code __perform_reclaim} of mm/page_alloc.c.
 *
 * <p>The reclaimed pages are freed as cold pages of order 0, that is to the per-CPU list of whoever reclaims. They do
 * not count as free there, which is why the slow path drains these lists afterwards.
 */
final class DirectReclaim {

    private final Vmscan vmscan;
    private final FsReclaim fsReclaim;
    private final Schedule schedule;
    private final Tracepoints trace;

    DirectReclaim(Vmscan vmscan, FsReclaim fsReclaim, Schedule schedule, Tracepoints trace) {
        this.vmscan = vmscan;
        this.fsReclaim = fsReclaim;
        this.schedule = schedule;
        this.trace = trace;
    }

    /** Returns how many pages were freed; 0 is no progress. */
    int performReclaim(Gfp gfp, int order) {
        trace.emit("mm_vmscan_direct_reclaim_begin", "order", order);
        Task task = Task.current();
        boolean tracked = fsReclaim.acquire(gfp);
        task.setMemalloc(true);
        try {
            int reclaimed = vmscan.shrinkNode(gfp);
            trace.emit("mm_vmscan_direct_reclaim_end", "nr_reclaimed", reclaimed);
            return reclaimed;
        } finally {
            task.setMemalloc(false);
            if (tracked) {
                fsReclaim.release();
            }
        }
    }

    /** Waits for devices to write if half of what could be reclaimed is being written, before somebody is killed. */
    void throttle(int reclaimable) {
        if (2 * vmscan.writePending() > reclaimable) {
            schedule.ioScheduleTimeout(Swap.CONGESTION_WAIT_NS);
        }
    }

    int reclaimablePages() {
        return vmscan.reclaimablePages();
    }
}
