package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Task;

/**
 * What an allocation does when no zone is above its low mark; {@code __alloc_pages_slowpath} of mm/page_alloc.c, 4.10.
 *
 * <p>Order of tries: the free lists down to the min mark; direct reclaim, the free lists again, and only if reclaim
 * freed something and still no page is found the per-CPU lists of all CPUs are drained for a last look. Then from the
 * start, as long as {@link #shouldReclaimRetry} has hope.
 *
 * <p>Departures: no compaction, no reserves for atomic allocations. Without processes that can be killed the allocation
 * fails where the kernel would panic.
 */
final class AllocSlowPath {

    /** Orders above it are not worth endless tries ({@code PAGE_ALLOC_COSTLY_ORDER}). */
    private static final int COSTLY_ORDER = 3;

    /** Rounds without progress before giving up ({@code MAX_RECLAIM_RETRIES}). */
    private static final int MAX_RECLAIM_RETRIES = 16;

    private final Freelist freelist;
    private final DirectReclaim reclaim;
    private final DrainAllPages drain;
    private final Kswapd kswapd;
    private final OomKiller oom;
    private final Reserve reserve;

    /** How far down victims of the out-of-memory killer may go. */
    private final Watermarks.Mark victimsMark;

    AllocSlowPath(
            Freelist freelist,
            DirectReclaim reclaim,
            DrainAllPages drain,
            Kswapd kswapd,
            OomKiller oom,
            Reserve reserve,
            boolean victimsGetHalf) {
        this.freelist = freelist;
        this.reclaim = reclaim;
        this.drain = drain;
        this.kswapd = kswapd;
        this.oom = oom;
        this.reserve = reserve;
        victimsMark = victimsGetHalf ? Watermarks.Mark.OOM : Watermarks.Mark.NONE;
    }

    /** Returns the first page of a block, or {@link Memmap#NONE}. */
    int allocPagesSlowpath(Gfp gfp, int order) {
        int pfn = tryEverything(gfp, order);
        if (pfn != Memmap.NONE) {
            reserve.noteFree(freelist.nrFreeAround(pfn));
        }
        return pfn;
    }

    private int tryEverything(Gfp gfp, int order) {
        AllocContext ac = new AllocContext(gfp, order);
        Task task = Task.current();
        if (gfp.has(Gfp.KSWAPD_RECLAIM)) {
            kswapd.wakeupKswapd();
        }
        while (true) {
            int pfn = freelist.getPageFromFreelist(gfp, order, Watermarks.Mark.MIN);
            ac.mark = gfpToReserves(gfp, task);
            if (pfn == Memmap.NONE && ac.mark != Watermarks.Mark.MIN) {
                pfn = takeReserve(ac, task);
            }
            // Who reclaims does not reclaim for that, and a victim is to exit, not to wait for its own exit.
            if (pfn != Memmap.NONE || !gfp.has(Gfp.DIRECT_RECLAIM) || task.isMemalloc() || task.isMemdie()) {
                return pfn;
            }
            pfn = allocPagesDirectReclaim(ac);
            if (pfn != Memmap.NONE || gfp.has(Gfp.NORETRY) || order > COSTLY_ORDER) {
                return pfn;
            }
            if (!shouldReclaimRetry(ac)) {
                pfn = oom.allocPagesMayOom(ac, freelist);
                if (pfn != Memmap.NONE || ac.didSomeProgress == 0) {
                    return pfn;
                }
                ac.noProgressLoops = 0;
            }
        }
    }

    /** Which reserves the task may use ({@code gfp_pfmemalloc_allowed}; 4.14 {@code __gfp_pfmemalloc_flags}). */
    private Watermarks.Mark gfpToReserves(Gfp gfp, Task task) {
        if (gfp.has(Gfp.NOMEMALLOC)) {
            return Watermarks.Mark.MIN;
        }
        if (task.isMemalloc()) {
            return Watermarks.Mark.NONE;
        }
        return task.isMemdie() ? victimsMark : Watermarks.Mark.MIN;
    }

    private int takeReserve(AllocContext ac, Task task) {
        int pfn = freelist.getPageFromFreelist(ac.gfp, ac.order, ac.mark);
        if (pfn != Memmap.NONE) {
            reserve.taken(task.isMemdie());
        }
        return pfn;
    }

    private int allocPagesDirectReclaim(AllocContext ac) {
        ac.didSomeProgress = reclaim.performReclaim(ac.gfp, ac.order);
        if (ac.didSomeProgress == 0) {
            return Memmap.NONE;
        }
        int pfn = freelist.getPageFromFreelist(ac.gfp, ac.order, ac.mark);
        if (pfn == Memmap.NONE && drain.isFor(ac.gfp)) {
            drain.drainAllPages();
            pfn = freelist.getPageFromFreelist(ac.gfp, ac.order, ac.mark);
        }
        return pfn;
    }

    /** Whether all that could still be reclaimed would do; the estimate shrinks with every fruitless round. */
    private boolean shouldReclaimRetry(AllocContext ac) {
        ac.noProgressLoops = ac.didSomeProgress > 0 ? 0 : ac.noProgressLoops + 1;
        if (ac.noProgressLoops > MAX_RECLAIM_RETRIES) {
            return false;
        }
        int reclaimable = reclaim.reclaimablePages();
        int available = reclaimable;
        available -= (ac.noProgressLoops * available + MAX_RECLAIM_RETRIES - 1) / MAX_RECLAIM_RETRIES;
        boolean hope = freelist.watermarkOkWith(available, ac.gfp, ac.order);
        if (hope && ac.didSomeProgress == 0) {
            reclaim.throttle(reclaimable);
        }
        return hope;
    }
}
