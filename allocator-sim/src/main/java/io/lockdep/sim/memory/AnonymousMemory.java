package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The anonymous pages of one process; {@code do_anonymous_page} of mm/memory.c and {@code struct mm_struct}, with a page
 * table of one level.
 *
 * <p>Faults and unmapping belong to one thread; meanwhile reclaim may swap pages out, and memory hotplug may move them.
 *
 * <p>Departures: pages that were swapped out are not read back; nobody looks at them. A page is either swapped or moved:
 * what is faulted in once there is swap stays where it is until it is swapped out.
 */
public final class AnonymousMemory implements Mapping {

    private static final int PTRS_PER_PTE = 512;

    private final PageAllocator allocator;
    private final ReentrantLock pageTableLock = Lockdep.name(new ReentrantLock(), "&mm->page_table_lock");

    /** Entries of the page table: a page frame, or a swap slot as {@code -2 - slot}. */
    private int[] ptes = new int[1024];

    private int mapped;
    private final AtomicInteger resident = new AtomicInteger();
    private final AtomicInteger swapents = new AtomicInteger();

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
        return resident.get();
    }

    /** What killing the process would give back: resident and swapped pages and page tables ({@code oom_badness}). */
    int oomBadness() {
        int pages = resident.get() + swapents.get();
        return pages + (pages + PTRS_PER_PTE - 1) / PTRS_PER_PTE;
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
            if (mapped == ptes.length) {
                ptes = Arrays.copyOf(ptes, 2 * mapped);
            }
            if (!allocator.swap().pageAdded(pfn, new InactiveAnon.Mapping(this, mapped))) {
                allocator.memmap().setMapping(pfn, this, mapped);
            }
            ptes[mapped++] = pfn;
            resident.incrementAndGet();
        } finally {
            pageTableLock.unlock();
        }
        return true;
    }

    /** Unmaps the page that was touched last. */
    public void unmapLast() {
        int index;
        int pte;
        pageTableLock.lock();
        try {
            index = --mapped;
            pte = ptes[index];
            unmapped(pte);
        } finally {
            pageTableLock.unlock();
        }
        release(pte, index);
    }

    /**
     * The page that was touched last, on a machine without swap.
     *
     * @return its frame just now
     */
    public int lastPfn() {
        pageTableLock.lock();
        try {
            return ptes[mapped - 1];
        } finally {
            pageTableLock.unlock();
        }
    }

    /** Unmaps everything, as the process exits ({@code exit_mmap}). */
    public void unmapAll() {
        int[] old = takeAll();
        for (int i = old.length - 1; i >= 0; i--) {
            release(old[i], i);
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
            ptes[at] = to;
            allocator.memmap().setMapping(to, this, at);
            return true;
        } finally {
            pageTableLock.unlock();
        }
    }

    /**
     * Replaces a page by a swap slot ({@code try_to_unmap}). The caller has isolated the page.
     *
     * @return true if the page was still mapped
     */
    boolean tryToUnmap(int pfn, int index, int slot) {
        pageTableLock.lock();
        try {
            boolean maps = index < mapped && ptes[index] == pfn;
            if (maps) {
                ptes[index] = -2 - slot;
                resident.decrementAndGet();
                swapents.incrementAndGet();
            }
            return maps;
        } finally {
            pageTableLock.unlock();
        }
    }

    /** Puts an isolated page back on the list; false if it is mapped no longer. */
    boolean putBack(int pfn, int index, InactiveAnon anon) {
        pageTableLock.lock();
        try {
            boolean maps = index < mapped && ptes[index] == pfn;
            if (maps) {
                anon.add(pfn, new InactiveAnon.Mapping(this, index));
            }
            return maps;
        } finally {
            pageTableLock.unlock();
        }
    }

    private int[] takeAll() {
        pageTableLock.lock();
        try {
            int[] all = Arrays.copyOf(ptes, mapped);
            for (int pte : all) {
                unmapped(pte);
            }
            mapped = 0;
            return all;
        } finally {
            pageTableLock.unlock();
        }
    }

    /** Caller holds the page table lock. */
    private void unmapped(int pte) {
        if (pte >= 0) {
            resident.decrementAndGet();
            if (allocator.memmap().mapping(pte) == this) {
                allocator.memmap().clearMapping(pte);
            }
        } else {
            swapents.decrementAndGet();
        }
    }

    private void release(int pte, int index) {
        if (pte < 0) {
            allocator.swap().freeSlot(-2 - pte);
        } else if (allocator.swap().pageRemoved(pte, new InactiveAnon.Mapping(this, index))) {
            allocator.freePages(pte, 0);
        }
    }
}
