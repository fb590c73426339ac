package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The way of pages to the LRU and back: per-CPU pagevecs, and {@code put_page}; mm/swap.c, 4.14.
 *
 * <p>A page in a pagevec has a user more than it seems to have, on a CPU that one cannot look into. Who must know that a
 * page has no other user, like a seal on a file or a migration, has to empty the pagevecs of all CPUs first
 * ({@link LruAddDrain}).
 *
 * <p>Departure: pages of order 0 only, so a pagevec goes to the LRU when it is full and never because of a compound
 * page.
 */
public final class LruCache {

    private final Cpus cpus;
    private final Freelist freelist;
    private final Lru lru;
    private final Memmap memmap;
    private final List<Map<LruMove, Pagevec>> pagevecs = new ArrayList<>();

    /**
     * Makes empty pagevecs.
     *
     * @param cpus whose pagevecs they are
     * @param freelist where pages without users go
     * @param lru where pages with users go
     * @param pagevecSize how many pages a pagevec holds ({@code PAGEVEC_SIZE}): 14, or 15 since 4.16
     */
    public LruCache(Cpus cpus, Freelist freelist, Lru lru, int pagevecSize) {
        this.cpus = cpus;
        this.freelist = freelist;
        this.lru = lru;
        memmap = lru.memmap();
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            Map<LruMove, Pagevec> ofCpu = new EnumMap<>(LruMove.class);
            for (LruMove move : LruMove.values()) {
                ofCpu.put(move, new Pagevec(pagevecSize));
            }
            pagevecs.add(ofCpu);
        }
    }

    /**
     * The lists behind the pagevecs.
     *
     * @return the LRU
     */
    public Lru lru() {
        return lru;
    }

    /**
     * The users of pages.
     *
     * @return the machine's page table
     */
    public Memmap memmap() {
        return memmap;
    }

    /**
     * Puts a page of a file on its way to the LRU ({@code lru_cache_add_file}).
     *
     * @param pfn a page that the caller is a user of and that was not added yet
     */
    public void lruCacheAddFile(int pfn) {
        push(pfn, LruMove.ADD);
    }

    /**
     * Puts a page of anonymous or shared memory on its way to the LRU ({@code lru_cache_add_anon}).
     *
     * @param pfn a page that the caller is a user of and that was not added yet
     */
    public void lruCacheAddAnon(int pfn) {
        memmap.setLruFlag(pfn, Memmap.SWAPBACKED, true);
        push(pfn, LruMove.ADD);
    }

    /**
     * Puts an isolated page back ({@code putback_lru_page}), and ends being a user of it.
     *
     * @param pfn a page that {@link Lru#isolateLruPage} took off
     */
    public void putbackLruPage(int pfn) {
        push(pfn, LruMove.ADD);
        putPage(pfn);
    }

    /**
     * Notes that a page was used again ({@code activate_page}).
     *
     * @param pfn a page that the caller is a user of
     */
    public void activatePage(int pfn) {
        pushIfListed(pfn, LruMove.ACTIVATE);
    }

    /**
     * Moves a written page to where reclaim takes from ({@code rotate_reclaimable_page}).
     *
     * @param pfn a page that the caller is a user of
     */
    public void rotateReclaimablePage(int pfn) {
        pushIfListed(pfn, LruMove.ROTATE);
    }

    /**
     * Notes that a page of a file will not be used ({@code deactivate_file_page}, POSIX_FADV_DONTNEED).
     *
     * @param pfn a page that the caller is a user of
     */
    public void deactivateFilePage(int pfn) {
        pushIfListed(pfn, LruMove.DEACTIVATE_FILE);
    }

    /**
     * Lets the contents of an anonymous page be forgotten ({@code mark_page_lazyfree}, MADV_FREE).
     *
     * @param pfn a page that the caller is a user of
     */
    public void markPageLazyfree(int pfn) {
        if (memmap.testLruFlag(pfn, Memmap.SWAPBACKED)) {
            pushIfListed(pfn, LruMove.LAZYFREE);
        }
    }

    /**
     * Ends being a user of a page, and frees it if there is no other ({@code put_page}).
     *
     * @param pfn a page of order 0
     */
    public void putPage(int pfn) {
        if (memmap.putPageTestzero(pfn)) {
            freeUnused(pfn, false);
        }
    }

    /** Sends what is in the pagevecs of the CPU the caller is on to the LRU ({@code lru_add_drain}). */
    public void lruAddDrain() {
        cpus.preemptDisable();
        try {
            lruAddDrainCpu(Task.current().cpu());
        } finally {
            cpus.preemptEnable();
        }
    }

    /**
     * Sends what is in the pagevecs of one CPU to the LRU. Caller is pinned to it, or the CPU is offline.
     *
     * @param cpu whose pagevecs to empty
     */
    public void lruAddDrainCpu(int cpu) {
        for (LruMove move : LruMove.values()) {
            if (pagevec(cpu, move).count() > 0) {
                pagevecLruMove(cpu, move);
            }
        }
    }

    /**
     * Pages in the pagevecs of a CPU.
     *
     * @param cpu which one
     * @return a number that is exact only for who is pinned to it
     */
    public int pagevecCount(int cpu) {
        int count = 0;
        for (LruMove move : LruMove.values()) {
            count += pagevec(cpu, move).count();
        }
        return count;
    }

    /** {@code migrate_page_states}: the copy of an isolated page is as active, and the old one is nothing any more. */
    void migratePageStates(int from, int to) {
        memmap.setLruFlag(to, Memmap.ACTIVE, memmap.testLruFlag(from, Memmap.ACTIVE));
        memmap.setLruFlag(from, Memmap.ACTIVE, false);
        memmap.setLruFlag(from, Memmap.SWAPBACKED, false);
    }

    /** Frees an isolated page if only its cache and the isolator use it; returns false if there is somebody else. */
    boolean removeMapping(int pfn) {
        if (!memmap.pageRefFreeze(pfn, 2)) {
            return false;
        }
        freeUnused(pfn, true);
        return true;
    }

    private void pushIfListed(int pfn, LruMove move) {
        if (memmap.testLruFlag(pfn, Memmap.LRU)) {
            push(pfn, move);
        }
    }

    private void push(int pfn, LruMove move) {
        memmap.getPage(pfn);
        cpus.preemptDisable();
        try {
            int cpu = Task.current().cpu();
            if (pagevec(cpu, move).add(pfn) == 0) {
                pagevecLruMove(cpu, move);
            }
        } finally {
            cpus.preemptEnable();
        }
    }

    private void pagevecLruMove(int cpu, LruMove move) {
        int[] pages = pagevec(cpu, move).takeAll();
        lru.move(pages, move);
        for (int pfn : pages) {
            putPage(pfn);
        }
    }

    private void freeUnused(int pfn, boolean cold) {
        lru.pageCacheRelease(pfn);
        memmap.setLruFlag(pfn, Memmap.ACTIVE, false);
        memmap.setLruFlag(pfn, Memmap.SWAPBACKED, false);
        freelist.freePages(pfn, 0, cold);
    }

    private Pagevec pagevec(int cpu, LruMove move) {
        Pagevec pagevec = pagevecs.get(cpu).get(move);
        if (pagevec == null) {
            throw new IllegalStateException("no pagevec for " + move);
        }
        return pagevec;
    }
}
