package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pages of the node in the order in which they were used ({@code struct lruvec}), under
 * {@code &pgdat->lru_lock}. Pages come through the pagevecs of {@link LruCache}.
 *
 * <p>Being here is not a user of a page: what frees the page takes it off first.
 *
 * <p>Departures: clean pages only. Anonymous and shared memory is never scanned, because the machine has no swap.
 */
public final class Lru implements Mapping {

    private final Memmap memmap;
    private final Map<LruList, PageList> lists = new EnumMap<>(LruList.class);
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&pgdat->lru_lock");

    /** Length of the file lists, written under the lock, read by anybody. */
    private volatile int filePages;

    /**
     * Makes empty lists.
     *
     * @param memmap the machine's page table
     */
    public Lru(Memmap memmap) {
        this.memmap = memmap;
        for (LruList list : LruList.values()) {
            lists.put(list, new PageList(memmap));
        }
    }

    /**
     * Pages that reclaim could take ({@code zone_reclaimable_pages}).
     *
     * @return length of the file lists, possibly stale
     */
    public int size() {
        return filePages;
    }

    /**
     * Length of one list.
     *
     * @param list which one
     * @return pages on it
     */
    public int size(LruList list) {
        lock.lock();
        try {
            return list(list).size();
        } finally {
            lock.unlock();
        }
    }

    Memmap memmap() {
        return memmap;
    }

    /** {@code pagevec_lru_move_fn}: the same for all pages of a pagevec, under one acquisition of the lock. */
    void move(int[] pages, LruMove how) {
        lock.lock();
        try {
            for (int pfn : pages) {
                move(pfn, how);
            }
            countFilePages();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest file pages off ({@code isolate_lru_pages}), each with a user more, and refills the inactive list
     * when it runs out ({@code shrink_active_list}).
     *
     * @return how many were written to the array
     */
    int isolate(int[] to) {
        lock.lock();
        try {
            PageList inactive = list(LruList.INACTIVE_FILE);
            int taken = 0;
            for (int left = inactive.size(); left > 0 && taken < to.length; left--) {
                int pfn = inactive.tail();
                if (memmap.getPageUnlessZero(pfn)) {
                    unlink(pfn);
                    to[taken++] = pfn;
                } else {
                    // Who freed it waits for the lock, and looks at its flag without.
                    inactive.remove(pfn);
                    inactive.addHead(pfn);
                }
            }
            deactivateOldest(to.length - taken);
            countFilePages();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes one page off, so that it can be migrated ({@code isolate_lru_page}). It gets a user more.
     *
     * @param pfn a page that the caller knows to have a user
     * @return false if it is on no list, for instance because it is still in a pagevec
     */
    public boolean isolateLruPage(int pfn) {
        lock.lock();
        try {
            if (!memmap.testLruFlag(pfn, Memmap.LRU) || !memmap.getPageUnlessZero(pfn)) {
                return false;
            }
            unlink(pfn);
            countFilePages();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a page off that loses its last user ({@code __page_cache_release}).
     *
     * @param pfn a page without users
     */
    void pageCacheRelease(int pfn) {
        if (!memmap.testLruFlag(pfn, Memmap.LRU)) {
            return;
        }
        lock.lock();
        try {
            if (memmap.testLruFlag(pfn, Memmap.LRU)) {
                unlink(pfn);
                countFilePages();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves a clean page of a file; who reads the file next finds the copy. A page that somebody uses besides the page
     * cache stays.
     */
    @Override
    public boolean replace(int from, int to) {
        lock.lock();
        try {
            if (memmap.mapping(from) != this || memmap.pageCount(from) != 1) {
                return false;
            }
            memmap.setLruFlag(to, Memmap.ACTIVE, memmap.testLruFlag(from, Memmap.ACTIVE));
            unlink(from);
            memmap.setLruFlag(from, Memmap.ACTIVE, false);
            link(to, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void move(int pfn, LruMove how) {
        boolean listed = memmap.testLruFlag(pfn, Memmap.LRU);
        boolean active = memmap.testLruFlag(pfn, Memmap.ACTIVE);
        if (how == LruMove.ADD ? listed : !listed || (how != LruMove.DEACTIVATE_FILE && active)) {
            return;
        }
        if (listed) {
            unlink(pfn);
        }
        switch (how) {
            case ADD -> link(pfn, false);
            case ROTATE, DEACTIVATE_FILE -> {
                memmap.setLruFlag(pfn, Memmap.ACTIVE, false);
                link(pfn, true);
            }
            case LAZYFREE -> {
                memmap.setLruFlag(pfn, Memmap.SWAPBACKED, false);
                link(pfn, false);
            }
            case ACTIVATE -> {
                memmap.setLruFlag(pfn, Memmap.ACTIVE, true);
                link(pfn, false);
            }
        }
    }

    private void deactivateOldest(int count) {
        PageList active = list(LruList.ACTIVE_FILE);
        for (int left = Math.min(count, active.size()); left > 0; left--) {
            int pfn = active.tail();
            active.remove(pfn);
            memmap.setLruFlag(pfn, Memmap.ACTIVE, false);
            list(LruList.INACTIVE_FILE).addHead(pfn);
        }
    }

    private void link(int pfn, boolean oldest) {
        PageList list = list(LruList.of(memmap, pfn));
        memmap.setLruFlag(pfn, Memmap.LRU, true);
        if (!memmap.testLruFlag(pfn, Memmap.SWAPBACKED) && memmap.mapping(pfn) == null) {
            memmap.setMapping(pfn, this, 0);
        }
        if (oldest) {
            list.addTail(pfn);
        } else {
            list.addHead(pfn);
        }
    }

    private void unlink(int pfn) {
        list(LruList.of(memmap, pfn)).remove(pfn);
        memmap.setLruFlag(pfn, Memmap.LRU, false);
        if (memmap.mapping(pfn) == this) {
            memmap.clearMapping(pfn);
        }
    }

    private void countFilePages() {
        filePages =
                list(LruList.INACTIVE_FILE).size() + list(LruList.ACTIVE_FILE).size();
    }

    private PageList list(LruList which) {
        PageList list = lists.get(which);
        if (list == null) {
            throw new IllegalStateException("no list " + which);
        }
        return list;
    }
}
