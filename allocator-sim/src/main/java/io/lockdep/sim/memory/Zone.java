package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A range of page frames with one set of free lists; {@code struct zone}. Which frames they are is up to its
 * {@link ZoneSpan}; pageblocks are taken out of allocation by its {@link PageblockIsolation}.
 *
 * <p>Lock order: a CPU's {@code cpu.run} before {@code &zone->lock}; nothing is taken under {@code &zone->lock}.
 */
public final class Zone {

    private final ZoneType type;
    private final Memmap memmap;
    private final PageBlocks blocks;
    private final BuddyLists buddy;
    private volatile Watermarks watermarks;
    private final PerCpuPages[] pcp;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&zone->lock");

    private final ZoneSpan span;
    private final PageblockIsolation isolation;

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
        this.memmap = memmap;
        this.watermarks = watermarks;
        blocks = new PageBlocks(startPfn + pages);
        buddy = new BuddyLists(memmap, blocks, startPfn, startPfn + pages);
        pcp = new PerCpuPages[possibleCpus];
        for (int cpu = 0; cpu < possibleCpus; cpu++) {
            pcp[cpu] = new PerCpuPages(memmap);
        }
        isolation = new PageblockIsolation(type, lock, memmap, blocks, buddy);
        span = new ZoneSpan(startPfn, pages, lock, memmap, blocks, buddy);
        span.freeAllBootmem(presentPages);
    }

    /**
     * Its page frames.
     *
     * @return where they come and go
     */
    public ZoneSpan span() {
        return span;
    }

    PageblockIsolation isolation() {
        return isolation;
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
        return span.startPfn();
    }

    /**
     * Its size.
     *
     * @return pages that it spans, some of which can be offline
     */
    public int pages() {
        return span.pages();
    }

    /**
     * What it has just now.
     *
     * @return pages that are memory
     */
    public int presentPages() {
        return span.presentPages();
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
            lists.update(PcpSizes.of(presentPages()));
        }
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
        return span.contains(pfn);
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
     * New marks after the machine has changed ({@code setup_per_zone_wmarks}).
     *
     * @param marks pages to keep free
     */
    public void setWatermarks(Watermarks marks) {
        watermarks = marks;
    }
}
