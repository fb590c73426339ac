package io.lockdep.sim.memory;

/**
 * A handful of pages that wait to be put on the LRU, or moved there, together; {@code struct pagevec}. Each has a user
 * more as long as it is here.
 *
 * <p>Touched only by who holds the {@code cpu.run} of its CPU, or once the CPU is offline.
 */
final class Pagevec {

    private final int[] pages;

    /** Pages in it; read without any lock by the check in lru_add_drain_all. */
    private volatile int count;

    Pagevec(int capacity) {
        pages = new int[capacity];
    }

    int count() {
        return count;
    }

    /** {@code pagevec_add}: returns how much room is left. */
    int add(int pfn) {
        int before = count;
        pages[before] = pfn;
        count = before + 1;
        return pages.length - count;
    }

    /** Takes everything out. */
    int[] takeAll() {
        int[] all = new int[count];
        System.arraycopy(pages, 0, all, 0, all.length);
        count = 0;
        return all;
    }
}
