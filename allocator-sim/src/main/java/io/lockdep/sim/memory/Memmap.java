package io.lockdep.sim.memory;

import java.util.Arrays;

/**
 * The state of every page frame; stands for {@code struct page mem_map[]}.
 *
 * <p>Flat arrays indexed by page frame number (pfn) instead of an object per page: 11 bytes per page, so that 64 GiB
 * of simulated memory cost 184 MB of heap. A block of several pages, free or allocated, is described by its first
 * page; its other pages have no flags.
 *
 * <p>A frame belongs to whoever owns the list or block it is in; that owner's lock guards its entries here.
 */
public final class Memmap {

    /** No page: the end of a list, or an allocation that failed. */
    public static final int NONE = -1;

    /** The page heads a free block in the buddy lists ({@code PageBuddy}). */
    public static final byte BUDDY = 1;

    /** The page is free and on a per-CPU list. The kernel has no such flag; the invariant check wants one. */
    public static final byte PCP = 2;

    /** The page heads a block that somebody allocated. The kernel has no such flag; double frees are caught by it. */
    public static final byte ALLOCATED = 4;

    private final byte[] flags;
    private final byte[] order;
    private final byte[] listType;
    private final int[] next;
    private final int[] prev;

    /**
     * Makes the table with all frames without a state.
     *
     * @param pages number of page frames
     */
    public Memmap(int pages) {
        flags = new byte[pages];
        order = new byte[pages];
        listType = new byte[pages];
        next = new int[pages];
        prev = new int[pages];
        Arrays.fill(next, NONE);
        Arrays.fill(prev, NONE);
    }

    /**
     * The state flags of a frame.
     *
     * @param pfn page frame number
     * @return {@link #BUDDY}, {@link #PCP}, {@link #ALLOCATED}, or 0 inside a block
     */
    public byte flags(int pfn) {
        return flags[pfn];
    }

    /**
     * The order of the block that a frame heads ({@code page_private} of a buddy page, {@code compound_order}).
     *
     * @param pfn page frame number of a head
     * @return base-2 logarithm of the block's pages
     */
    public int order(int pfn) {
        return order[pfn];
    }

    void setState(int pfn, byte flag, int blockOrder) {
        flags[pfn] = flag;
        order[pfn] = (byte) blockOrder;
    }

    boolean isBuddy(int pfn, int blockOrder) {
        return flags[pfn] == BUDDY && order[pfn] == blockOrder;
    }

    /**
     * The type whose list a free page is on, or, between the two steps of a free, will be put on
     * ({@code set_pcppage_migratetype}).
     *
     * @param pfn page frame number of a head
     * @return the list's type, which can differ from the pageblock's
     */
    Migratetype listType(int pfn) {
        return Migratetype.of(listType[pfn]);
    }

    void setListType(int pfn, Migratetype type) {
        listType[pfn] = type.number();
    }

    int next(int pfn) {
        return next[pfn];
    }

    void setNext(int pfn, int to) {
        next[pfn] = to;
    }

    int prev(int pfn) {
        return prev[pfn];
    }

    void setPrev(int pfn, int to) {
        prev[pfn] = to;
    }
}
