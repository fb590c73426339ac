package io.lockdep.sim.memory;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.trace.Tracepoints;

/**
 * The way in and out of the page allocator: {@code __alloc_pages_nodemask} and {@code __free_pages} of
 * mm/page_alloc.c, 4.10, for one node.
 *
 * <p>Thread-safe; every caller must run as a {@link io.lockdep.sim.sched.Task}.
 */
public final class PageAllocator {

    private final Freelist freelist;
    private final AllocSlowPath slowPath;
    private final FsReclaim fsReclaim = new FsReclaim();
    private final Schedule schedule = new Schedule();
    private final Reserve reserve = new Reserve();
    private final Swap swap;
    private final Kswapd kswapd;
    private final OomKiller oom;

    /**
     * Wires the allocator.
     *
     * @param freelist the zones' free lists
     * @param lruCache what reclaim may take
     * @param drain what gives back the pages on per-CPU lists
     * @param flags what victims of the out-of-memory killer get
     * @param trace where reclaim is noted
     */
    public PageAllocator(
            Freelist freelist, LruCache lruCache, DrainAllPages drain, VariantFlags flags, Tracepoints trace) {
        this.freelist = freelist;
        swap = new Swap(freelist.zones().get(0).memmap(), freelist, schedule, trace);
        Vmscan vmscan = new Vmscan(lruCache, swap);
        kswapd = new Kswapd(vmscan, freelist, fsReclaim, trace);
        oom = new OomKiller(schedule, trace);
        DirectReclaim reclaim = new DirectReclaim(vmscan, fsReclaim, schedule, trace);
        slowPath = new AllocSlowPath(
                freelist, reclaim, drain, kswapd, oom, reserve, flags.has(Patch.OOM_VICTIMS_GET_HALF));
    }

    /**
     * How tasks sleep that wait for memory.
     *
     * @return parking, or what a script does
     */
    public Schedule schedule() {
        return schedule;
    }

    /**
     * Where anonymous pages can go.
     *
     * @return swap, none until it is switched on
     */
    public Swap swap() {
        return swap;
    }

    /**
     * Reclaim in the background.
     *
     * @return kswapd, not running unless started
     */
    public Kswapd kswapd() {
        return kswapd;
    }

    /**
     * The last resort.
     *
     * @return what kills processes
     */
    public OomKiller oomKiller() {
        return oom;
    }

    /**
     * What was taken below the min watermark.
     *
     * @return counts since boot
     */
    public Reserve reserve() {
        return reserve;
    }

    /**
     * Allocates 2^order pages.
     *
     * @param gfp what may be done for it
     * @param order 0 to 10
     * @return the first page frame, or {@link Memmap#NONE} if there is no memory
     */
    public int allocPagesNodemask(Gfp gfp, int order) {
        fsReclaim.mightReclaim(gfp);
        int pfn = freelist.getPageFromFreelist(gfp, order, Watermarks.Mark.LOW);
        return pfn != Memmap.NONE ? pfn : slowPath.allocPagesSlowpath(gfp, order);
    }

    /** Tries only zones that have pages from now on ({@code __build_all_zonelists}). */
    public void buildAllZonelists() {
        freelist.buildAllZonelists();
    }

    /** The table of all pages. */
    Memmap memmap() {
        return freelist.zones().get(0).memmap();
    }

    /**
     * Ends being a user of what {@link #allocPagesNodemask} gave, and frees it if there is no other. For pages that
     * were never put on the LRU; the others want {@link LruCache#putPage}.
     *
     * @param pfn the first page frame
     * @param order the order it was allocated with
     * @throws IllegalStateException if no such block is allocated
     */
    public void freePages(int pfn, int order) {
        if (freelist.putPageTestzero(pfn)) {
            freelist.freePages(pfn, order, false);
        }
    }
}
