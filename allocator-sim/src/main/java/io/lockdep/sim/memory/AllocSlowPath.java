package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Task;

/**
 * What an allocation does when no zone is above its low mark; {@code __alloc_pages_slowpath} of mm/page_alloc.c, 4.10.
 *
 * <p>Order of tries: the free lists down to the min mark; direct reclaim, the free lists again, and only if reclaim
 * freed something and still no page is found the per-CPU lists of all CPUs are drained for a last look. Then from the
 * start, as long as {@link #shouldReclaimRetry} has hope.
 *
 * <p>Departures: no kswapd, no compaction, no reserves for atomic allocations. Where the kernel would call the
 * out-of-memory killer, the allocation fails.
 */
final class AllocSlowPath {

    /** Orders above it are not worth endless tries ({@code PAGE_ALLOC_COSTLY_ORDER}). */
    private static final int COSTLY_ORDER = 3;

    /** Rounds without progress before giving up ({@code MAX_RECLAIM_RETRIES}). */
    private static final int MAX_RECLAIM_RETRIES = 16;

    private final Freelist freelist;
    private final DirectReclaim reclaim;
    private final DrainAllPages drain;

    AllocSlowPath(Freelist freelist, DirectReclaim reclaim, DrainAllPages drain) {
        this.freelist = freelist;
        this.reclaim = reclaim;
        this.drain = drain;
    }

    /** Returns the first page of a block, or {@link Memmap#NONE}. */
    int allocPagesSlowpath(Gfp gfp, int order) {
        AllocContext ac = new AllocContext(gfp, order);
        boolean memalloc = Task.current().isMemalloc();
        if (memalloc && !gfp.has(Gfp.NOMEMALLOC)) {
            ac.mark = Watermarks.Mark.NONE;
        }
        while (true) {
            int pfn = freelist.getPageFromFreelist(gfp, order, ac.mark);
            if (pfn != Memmap.NONE || memalloc || !gfp.has(Gfp.DIRECT_RECLAIM)) {
                return pfn;
            }
            pfn = allocPagesDirectReclaim(ac);
            if (pfn != Memmap.NONE || gfp.has(Gfp.NORETRY) || order > COSTLY_ORDER || !shouldReclaimRetry(ac)) {
                return pfn;
            }
        }
    }

    private int allocPagesDirectReclaim(AllocContext ac) {
        ac.didSomeProgress = reclaim.performReclaim(ac.order);
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
        int available = reclaim.reclaimablePages();
        available -= (ac.noProgressLoops * available + MAX_RECLAIM_RETRIES - 1) / MAX_RECLAIM_RETRIES;
        return freelist.watermarkOkWith(available, ac.gfp, ac.order);
    }
}
