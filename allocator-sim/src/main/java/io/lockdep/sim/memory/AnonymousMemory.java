package io.lockdep.sim.memory;

import java.util.Arrays;

/**
 * The anonymous pages of one process: memory that nobody can take back, for lack of swap; {@code do_anonymous_page} of
 * mm/memory.c without page tables. Belongs to one thread.
 */
public final class AnonymousMemory {

    private final PageAllocator allocator;
    private int[] pfns = new int[1024];
    private int size;

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
        if (size == pfns.length) {
            pfns = Arrays.copyOf(pfns, 2 * size);
        }
        pfns[size++] = pfn;
        return true;
    }

    /** Unmaps everything, as the process exits ({@code exit_mmap}). */
    public void unmapAll() {
        while (size > 0) {
            allocator.freePages(pfns[--size], 0);
        }
    }
}
