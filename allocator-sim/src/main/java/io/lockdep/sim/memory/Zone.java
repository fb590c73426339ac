package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A range of page frames with one set of free lists; {@code struct zone}.
 *
 * <p>Lock order: a CPU's {@code cpu.run} before {@code &zone->lock}; nothing is taken under {@code &zone->lock}.
 */
public final class Zone {

    private final ZoneType type;
    private final int startPfn;
    private final int pages;
    private final Memmap memmap;
    private final PageBlocks blocks;
    private final BuddyLists buddy;
    private volatile Watermarks watermarks;
    private final PerCpuPages[] pcp;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&zone->lock");

    /** Pages that are memory just now ({@code zone->present_pages}); the rest of the span is offline. */
    private volatile int presentPages;

    /** Pages handed out and not yet given back, counted apart from the lists so that both can be compared. */
    private final AtomicInteger allocated = new AtomicInteger();

    /**
     * Makes a zone with all pages free and, as at boot, per-CPU lists that keep nothing.
     *
     * @param type which zone
     * @param memmap the machine's page table
     * @param startPfn first page frame, a multiple of 1024
     * @param pages number of page frames
     * @param watermarks its marks
     * @param possibleCpus how many per-CPU lists to make
     */
    public Zone(ZoneType type, Memmap memmap, int startPfn, int pages, Watermarks watermarks, int possibleCpus) {
        this(type, memmap, startPfn, pages, pages, watermarks, possibleCpus);
    }

    /**
     * Makes a zone whose last pages are not there yet.
     *
     * @param type which zone
     * @param memmap the machine's page table
     * @param startPfn first page frame, a multiple of 1024
     * @param pages number of page frames that it can have
     * @param presentPages how many of them it has at boot
     * @param watermarks its marks
     * @param possibleCpus how many per-CPU lists to make
     */
    public Zone(
            ZoneType type,
            Memmap memmap,
            int startPfn,
            int pages,
            int presentPages,
            Watermarks watermarks,
            int possibleCpus) {
        if (startPfn % BuddyLists.LARGEST_BLOCK != 0) {
            throw new IllegalArgumentException(type + " begins inside a block of the highest order");
        }
        this.type = type;
        this.startPfn = startPfn;
        this.pages = pages;
        this.presentPages = presentPages;
        this.memmap = memmap;
        this.watermarks = watermarks;
        blocks = new PageBlocks(startPfn + pages);
        buddy = new BuddyLists(memmap, blocks, startPfn, startPfn + pages);
        pcp = new PerCpuPages[possibleCpus];
        for (int cpu = 0; cpu < possibleCpus; cpu++) {
            pcp[cpu] = new PerCpuPages(memmap);
        }
        freeAllBootmem();
    }

    /**
     * Which zone it is.
     *
     * @return its place in the order of zones
     */
    public ZoneType type() {
        return type;
    }

    /**
     * First page frame.
     *
     * @return a page frame number
     */
    public int startPfn() {
        return startPfn;
    }

    /**
     * Its size.
     *
     * @return pages that it spans, some of which can be offline
     */
    public int pages() {
        return pages;
    }

    /**
     * What it has just now.
     *
     * @return pages that are memory
     */
    public int presentPages() {
        return presentPages;
    }

    /**
     * Pageblocks that are taken out of allocation ({@code nr_isolate_pageblock}).
     *
     * @return 0 unless memory is going offline
     */
    public int isolatedPageblocks() {
        return blocks.isolated();
    }

    /**
     * Its marks.
     *
     * @return pages to keep free
     */
    public Watermarks watermarks() {
        return watermarks;
    }

    /**
     * Its free lists.
     *
     * @return the buddy allocator; changed only under this zone's lock
     */
    public BuddyLists buddy() {
        return buddy;
    }

    /**
     * The pages that a CPU keeps of this zone.
     *
     * @param cpu a possible CPU
     * @return its lists
     */
    public PerCpuPages pcp(int cpu) {
        return pcp[cpu];
    }

    /**
     * How many CPUs can keep pages of this zone.
     *
     * @return number of per-CPU lists
     */
    public int possibleCpus() {
        return pcp.length;
    }

    /**
     * Pages handed out.
     *
     * @return allocations less frees, in pages
     */
    public int allocated() {
        return allocated.get();
    }

    /** Gives the per-CPU lists their real sizes ({@code setup_per_cpu_pageset}). */
    public void setupPageset() {
        for (PerCpuPages lists : pcp) {
            lists.update(PcpSizes.of(presentPages));
        }
    }

    /**
     * Counts pages that are offline.
     *
     * @param start first page
     * @param end page behind the last
     * @return how many; exact at rest
     */
    public int offlinePages(int start, int end) {
        int offline = 0;
        for (int pfn = start; pfn < end; pfn++) {
            if (memmap.flags(pfn) == Memmap.OFFLINE) {
                offline++;
            }
        }
        return offline;
    }

    /** Lets the per-CPU lists keep nothing ({@code __zone_set_pageset_high_and_batch(zone, 0, 1)}). */
    void disablePcp() {
        for (PerCpuPages lists : pcp) {
            lists.update(PcpSizes.BOOT);
        }
    }

    /**
     * Whether a page frame lies in its span.
     *
     * @param pfn page frame number
     * @return true even if the page is offline
     */
    public boolean contains(int pfn) {
        return pfn >= startPfn && pfn < startPfn + pages;
    }

    Memmap memmap() {
        return memmap;
    }

    Migratetype pageblockType(int pfn) {
        return blocks.typeOf(pfn);
    }

    /** {@code __zone_watermark_ok}: enough would stay free if that many more were, in blocks large enough. */
    boolean watermarkOk(int order, Watermarks.Mark mark, int morePages) {
        int left = buddy.nrFree() + morePages - ((1 << order) - 1);
        return left > watermarks.at(mark) && (order == 0 || buddy.hasUsableBlock(order));
    }

    /** A block straight from the buddy lists: the path of orders above 0. */
    int rmqueue(int order, Migratetype type) {
        lock.lock();
        try {
            return buddy.rmqueue(order, type);
        } finally {
            lock.unlock();
        }
    }

    /** A block straight to the buddy lists ({@code free_one_page}). */
    void freeOnePage(int pfn, int order) {
        lock.lock();
        try {
            memmap.setState(pfn, (byte) 0, 0);
            buddy.freeOnePage(pfn, order, blocks.typeOf(pfn));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refills a per-CPU list with one batch ({@code rmqueue_bulk}). Caller is pinned to the list's CPU. Pages go to
     * the end opposite to the one they will be taken from, so that they come out in ascending order.
     */
    void rmqueueBulk(PerCpuPages to, Migratetype type, boolean cold) {
        lock.lock();
        try {
            for (int i = to.batch(); i > 0; i--) {
                int pfn = buddy.rmqueue(0, type);
                if (pfn == Memmap.NONE) {
                    return;
                }
                to.add(pfn, type, !cold);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives pages back from the cold ends, list by list in turn ({@code free_pcppages_bulk}). */
    void freePcppagesBulk(PerCpuPages from, int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                int pfn = from.takeColdest(i);
                if (pfn == Memmap.NONE) {
                    return;
                }
                buddy.freeOnePage(pfn, 0, blocks.isolated() > 0 ? blocks.typeOf(pfn) : memmap.listType(pfn));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Marks a block as handed out. */
    void markAllocated(int pfn, int order) {
        memmap.setState(pfn, Memmap.ALLOCATED, order);
        memmap.setPageCount(pfn, 1);
        allocated.addAndGet(1 << order);
    }

    /** Checks and forgets that a block was handed out; the kernel would say {@code Bad page state}. */
    void markFreed(int pfn, int order) {
        if (memmap.flags(pfn) != Memmap.ALLOCATED || memmap.order(pfn) != order) {
            throw new IllegalStateException(
                    "Bad page state: pfn " + pfn + " is freed with order " + order + " but was not allocated so");
        }
        memmap.setState(pfn, (byte) 0, 0);
        memmap.setPageCount(pfn, 0);
        allocated.addAndGet(-(1 << order));
    }

    /**
     * Takes a pageblock out of allocation unless somebody else has, or something in it cannot be moved
     * ({@code set_migratetype_isolate}).
     *
     * @return what it was, or null if it stays that
     */
    @Nullable
    Migratetype isolatePageblock(int pfn) {
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
    void unisolatePageblock(int pfn, Migratetype type) {
        lock.lock();
        try {
            blocks.setTypeOf(pfn, type);
            if (memmap.flags(pfn) == Memmap.BUDDY && memmap.order(pfn) == PageBlocks.ORDER) {
                // Freed anew, because it may have a free neighbour that it had to stay apart from.
                buddy.takeOut(pfn);
                buddy.freeOnePage(pfn, PageBlocks.ORDER, type);
            } else {
                buddy.moveFreePages(pfn, type);
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

    /** Takes a range that is wholly isolated and free out of the zone ({@code __offline_isolated_pages}). */
    void offlineIsolatedPages(int start, int end) {
        lock.lock();
        try {
            int pfn = start;
            while (pfn < end) {
                int block = 1 << memmap.order(pfn);
                buddy.takeOut(pfn);
                for (int page = pfn; page < pfn + block; page++) {
                    memmap.setState(page, Memmap.OFFLINE, 0);
                }
                pfn += block;
            }
            presentPages = presentPages() - (end - start);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees a range that is offline, in the largest blocks ({@code online_pages_range}).
     *
     * @param start first page, a multiple of 1024
     * @param end page behind the last, a multiple of 1024
     */
    public void onlinePagesRange(int start, int end) {
        lock.lock();
        try {
            for (int page = start; page < end; page++) {
                memmap.setState(page, (byte) 0, 0);
            }
            for (int pfn = start; pfn < end; pfn += BuddyLists.LARGEST_BLOCK) {
                buddy.freeOnePage(pfn, BuddyLists.MAX_ORDER - 1, blocks.typeOf(pfn));
            }
            presentPages = presentPages() + (end - start);
        } finally {
            lock.unlock();
        }
    }

    /**
     * New marks after the machine has changed ({@code setup_per_zone_wmarks}).
     *
     * @param marks pages to keep free
     */
    public void setWatermarks(Watermarks marks) {
        watermarks = marks;
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

    private void freeAllBootmem() {
        lock.lock();
        try {
            int pfn = startPfn;
            int left = presentPages;
            while (left > 0) {
                int order = Math.min(BuddyLists.MAX_ORDER - 1, 31 - Integer.numberOfLeadingZeros(left));
                buddy.freeOnePage(pfn, order, blocks.typeOf(pfn));
                pfn += 1 << order;
                left -= 1 << order;
            }
            for (int absent = startPfn + presentPages; absent < startPfn + pages; absent++) {
                memmap.setState(absent, Memmap.OFFLINE, 0);
            }
        } finally {
            lock.unlock();
        }
    }
}
