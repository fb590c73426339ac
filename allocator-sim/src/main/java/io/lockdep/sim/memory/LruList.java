package io.lockdep.sim.memory;

/**
 * The lists of the LRU ({@code enum lru_list}, without the unevictable one).
 */
public enum LruList {
    /** Anonymous and shared memory not used lately. Reclaim leaves it alone as long as there is no swap. */
    INACTIVE_ANON,
    /** Anonymous and shared memory in use. */
    ACTIVE_ANON,
    /** File contents not used lately: where reclaim takes from. */
    INACTIVE_FILE,
    /** File contents in use. */
    ACTIVE_FILE;

    /**
     * The list that a page belongs on by its flags ({@code page_lru}).
     *
     * @param memmap the machine's page table
     * @param pfn a page of order 0
     * @return one of the four
     */
    static LruList of(Memmap memmap, int pfn) {
        boolean active = memmap.testLruFlag(pfn, Memmap.ACTIVE);
        if (memmap.testLruFlag(pfn, Memmap.SWAPBACKED)) {
            return active ? ACTIVE_ANON : INACTIVE_ANON;
        }
        return active ? ACTIVE_FILE : INACTIVE_FILE;
    }
}
