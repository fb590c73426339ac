package io.lockdep.sim.memory;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The page frames that a zone spans, and which of them are memory just now: {@code zone_start_pfn},
 * {@code spanned_pages} and {@code present_pages} of {@code struct zone}. Pages come and go under {@code &zone->lock}.
 */
public final class ZoneSpan {

    private final int startPfn;
    private final int pages;
    private final ReentrantLock lock;
    private final Memmap memmap;
    private final PageBlocks blocks;
    private final BuddyLists buddy;

    /** Written under the lock. */
    private volatile int presentPages;

    ZoneSpan(int startPfn, int pages, ReentrantLock lock, Memmap memmap, PageBlocks blocks, BuddyLists buddy) {
        this.startPfn = startPfn;
        this.pages = pages;
        this.lock = lock;
        this.memmap = memmap;
        this.blocks = blocks;
        this.buddy = buddy;
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
     * @return pages, some of which can be offline
     */
    public int pages() {
        return pages;
    }

    /**
     * What is memory just now.
     *
     * @return pages
     */
    public int presentPages() {
        return presentPages;
    }

    /**
     * Whether a page frame lies in it.
     *
     * @param pfn page frame number
     * @return true even if the page is offline
     */
    public boolean contains(int pfn) {
        return pfn >= startPfn && pfn < startPfn + pages;
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

    /** Frees the first pages; the others are not there yet ({@code memblock_free_all}). */
    void freeAllBootmem(int present) {
        lock.lock();
        try {
            int pfn = startPfn;
            int left = present;
            while (left > 0) {
                int order = Math.min(BuddyLists.MAX_ORDER - 1, 31 - Integer.numberOfLeadingZeros(left));
                buddy.freeOnePage(pfn, order, blocks.typeOf(pfn));
                pfn += 1 << order;
                left -= 1 << order;
            }
            for (int absent = startPfn + present; absent < startPfn + pages; absent++) {
                memmap.setState(absent, Memmap.OFFLINE, 0);
            }
            presentPages = present;
        } finally {
            lock.unlock();
        }
    }
}
