package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pages that reclaim may take back: the inactive file list of the node ({@code struct lruvec}).
 *
 * <p>Departures: one list, all of its pages clean; pages go on it one by one instead of through a per-CPU pagevec.
 * Anonymous memory is on no list, because the simulated machine has no swap and reclaim would never look at it.
 */
public final class Lru implements Mapping {

    private final Memmap memmap;
    private final PageList inactiveFile;
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&pgdat->lru_lock");

    /** Length of the list, written under the lock, read by anybody. */
    private volatile int size;

    /**
     * Makes an empty list.
     *
     * @param memmap the machine's page table
     */
    public Lru(Memmap memmap) {
        this.memmap = memmap;
        inactiveFile = new PageList(memmap);
    }

    /**
     * Pages that reclaim could take ({@code zone_reclaimable_pages}).
     *
     * @return length of the list, possibly stale
     */
    public int size() {
        return size;
    }

    /**
     * Adds a clean page of a file ({@code lru_cache_add_file}); the list owns it from now.
     *
     * @param pfn a page of order 0 that the caller allocated
     */
    public void add(int pfn) {
        lock.lock();
        try {
            inactiveFile.addHead(pfn);
            memmap.setMapping(pfn, this, 0);
            size = inactiveFile.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest pages off ({@code isolate_lru_pages}); returns how many were written to the array. */
    int isolate(int[] to) {
        lock.lock();
        try {
            int taken = 0;
            while (taken < to.length && !inactiveFile.isEmpty()) {
                to[taken] = inactiveFile.tail();
                inactiveFile.remove(to[taken]);
                memmap.clearMapping(to[taken]);
                taken++;
            }
            size = inactiveFile.size();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** A clean page of a file is moved in place on the list; who reads the file next finds the copy. */
    @Override
    public boolean replace(int from, int to) {
        lock.lock();
        try {
            if (memmap.mapping(from) != this) {
                return false;
            }
            inactiveFile.remove(from);
            memmap.clearMapping(from);
            inactiveFile.addHead(to);
            memmap.setMapping(to, this, 0);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
