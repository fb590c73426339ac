package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The anonymous pages of one process: memory that nobody can take back, for lack of swap; {@code do_anonymous_page} of
 * mm/memory.c without page tables. Pages are mapped and unmapped by one thread, and moved by anybody.
 */
public final class AnonymousMemory implements Mapping {

    private final PageAllocator allocator;
    private final ReentrantLock pageTableLock = Lockdep.name(new ReentrantLock(), "ptlock_ptr(page)");
    private int[] pfns = new int[1024];
    private volatile int size;

    /**
     * Makes an empty address space.
     *
     * @param allocator where pages come from
     */
    public AnonymousMemory(PageAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Pages mapped.
     *
     * @return resident size
     */
    public int size() {
        return size;
    }

    /**
     * Touches one more page.
     *
     * @return false if there was no memory for it
     */
    public boolean fault() {
        int pfn = allocator.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0);
        if (pfn == Memmap.NONE) {
            return false;
        }
        pageTableLock.lock();
        try {
            int at = size;
            if (at == pfns.length) {
                pfns = Arrays.copyOf(pfns, 2 * at);
            }
            pfns[at] = pfn;
            allocator.memmap().setMapping(pfn, this, at);
            size = at + 1;
        } finally {
            pageTableLock.unlock();
        }
        return true;
    }

    /** Unmaps the page that was touched last. */
    public void unmapLast() {
        allocator.freePages(zapPte(), 0);
    }

    /**
     * The page that was touched last.
     *
     * @return its frame just now
     */
    public int lastPfn() {
        pageTableLock.lock();
        try {
            return pfns[size - 1];
        } finally {
            pageTableLock.unlock();
        }
    }

    /** Unmaps everything, as the process exits ({@code exit_mmap}). */
    public void unmapAll() {
        while (size > 0) {
            unmapLast();
        }
    }

    /** Lets the page table point to a copy ({@code remove_migration_ptes}). */
    @Override
    public boolean replace(int from, int to) {
        pageTableLock.lock();
        try {
            if (allocator.memmap().mapping(from) != this) {
                return false;
            }
            int at = allocator.memmap().index(from);
            allocator.memmap().clearMapping(from);
            pfns[at] = to;
            allocator.memmap().setMapping(to, this, at);
            return true;
        } finally {
            pageTableLock.unlock();
        }
    }

    private int zapPte() {
        pageTableLock.lock();
        try {
            int last = size - 1;
            size = last;
            allocator.memmap().clearMapping(pfns[last]);
            return pfns[last];
        } finally {
            pageTableLock.unlock();
        }
    }
}
