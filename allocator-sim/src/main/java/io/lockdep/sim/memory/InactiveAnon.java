package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous pages that reclaim may swap out, and whose they are: the inactive anonymous list of {@code struct lruvec}
 * and the reverse map of mm/rmap.c.
 *
 * <p>Who takes a page off the list owns it. A process that unmaps a page which is off the list leaves it to the owner.
 *
 * <p>Departures: a lock of its own; every page has one mapping.
 */
final class InactiveAnon {

    private final PageList list;
    private final BitSet listed = new BitSet();
    private final Map<Integer, Mapping> rmap = new ConcurrentHashMap<>();
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&pgdat->lru_lock");
    private volatile int size;

    InactiveAnon(Memmap memmap) {
        list = new PageList(memmap);
    }

    int size() {
        return size;
    }

    /** {@code page_add_new_anon_rmap} and {@code lru_cache_add}; also puts a page back. */
    void add(int pfn, Mapping mapping) {
        rmap.put(pfn, mapping);
        lock.lock();
        try {
            list.addHead(pfn);
            listed.set(pfn);
            size = list.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a page off that its process unmaps; false if somebody else has taken it and owns it now. */
    boolean remove(int pfn, Mapping mapping) {
        if (!rmap.remove(pfn, mapping)) {
            // Never listed, or whoever had taken it has left it to its process.
            return true;
        }
        lock.lock();
        try {
            if (!listed.get(pfn)) {
                return false;
            }
            unlink(pfn);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the list, or who has taken the page off it, has to do with a page. */
    boolean knows(int pfn) {
        return rmap.containsKey(pfn);
    }

    /** Takes a page off whose process has a copy now; false if somebody else has taken it. Under the page table's lock. */
    boolean takeMoved(int pfn) {
        lock.lock();
        try {
            if (!listed.get(pfn)) {
                return false;
            }
            unlink(pfn);
            rmap.remove(pfn);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest pages off ({@code isolate_lru_pages}); returns how many. */
    int isolate(int[] to, int most) {
        lock.lock();
        try {
            int taken = 0;
            while (taken < most && !list.isEmpty()) {
                to[taken] = list.tail();
                unlink(to[taken]);
                taken++;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Mapping mapping(int pfn) {
        return rmap.get(pfn);
    }

    /**
     * Who has taken a page off finds it mapped no longer; false if its process has looked at it before, so that nobody
     * but the caller knows of the page now.
     */
    boolean leaveToProcess(int pfn, Mapping mapping) {
        return rmap.remove(pfn, mapping);
    }

    /** The page has been swapped out: its process does not know of it any more. */
    void forget(int pfn) {
        rmap.remove(pfn);
    }

    private void unlink(int pfn) {
        list.remove(pfn);
        listed.clear(pfn);
        size = list.size();
    }

    /** Where a page is mapped ({@code page->mapping} and {@code page->index}). */
    record Mapping(AnonymousMemory mm, int index) {}
}
