package io.lockdep.sim.memory;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of every page frame; stands for {@code struct page mem_map[]}.
 *
 * <p>Flat arrays indexed by page frame number (pfn) instead of an object per page: 16 bytes per page, so that 64 GiB
 * of simulated memory cost 268 MB of heap. A block of several pages, free or allocated, is described by its first
 * page; its other pages have no flags. What can be moved has 8 bytes more: whose it is
 * and where its owner has it.
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

    /** The page is not memory just now: its block is offline ({@code PageOffline}, or no {@code struct page} at all). */
    public static final byte OFFLINE = 8;

    /** The page is on a list of the LRU ({@code PG_lru}). */
    static final byte LRU = 1;

    /** The page is on, or will go to, an active list ({@code PG_active}). */
    static final byte ACTIVE = 2;

    /** The page has no file behind it ({@code PG_swapbacked}): anonymous or shared memory. */
    static final byte SWAPBACKED = 4;

    private final byte[] flags;
    private final byte[] order;
    private final byte[] listType;

    /** Bits of the LRU; changed under {@code lru_lock}, or by the owner of a page that is not on the LRU yet. */
    private final byte[] lruFlags;

    /** {@code page->_refcount}, of the first page of an allocated block. */
    private final AtomicIntegerArray refcount;

    private final int[] next;
    private final int[] prev;
    private final AtomicReferenceArray<@Nullable Mapping> mapping;
    private final int[] index;

    /**
     * Makes the table with all frames without a state.
     *
     * @param pages number of page frames
     */
    public Memmap(int pages) {
        flags = new byte[pages];
        order = new byte[pages];
        listType = new byte[pages];
        lruFlags = new byte[pages];
        refcount = new AtomicIntegerArray(pages);
        next = new int[pages];
        prev = new int[pages];
        mapping = new AtomicReferenceArray<>(pages);
        index = new int[pages];
        Arrays.fill(next, NONE);
        Arrays.fill(prev, NONE);
    }

    /**
     * The state flags of a frame.
     *
     * @param pfn page frame number
     * @return {@link #BUDDY}, {@link #PCP}, {@link #ALLOCATED}, {@link #OFFLINE}, or 0 inside a block
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

    /**
     * Whose page it is, if it can be moved ({@code page->mapping}).
     *
     * @param pfn page frame number
     * @return null for a page that is free or cannot be moved; out of date at once for who does not hold the owner's lock
     */
    @Nullable
    Mapping mapping(int pfn) {
        return mapping.get(pfn);
    }

    /** Where its owner has it ({@code page->index}); under the owner's lock. */
    int index(int pfn) {
        return index[pfn];
    }

    /** Makes a page movable; under the owner's lock. */
    void setMapping(int pfn, Mapping owner, int at) {
        index[pfn] = at;
        mapping.set(pfn, owner);
    }

    /** Ends what {@link #setMapping} began, before the page is freed; under the owner's lock. */
    void clearMapping(int pfn) {
        mapping.set(pfn, null);
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

    /**
     * How many users an allocated page has ({@code page_count}).
     *
     * @param pfn page frame number of a head
     * @return 0 for a free page
     */
    public int pageCount(int pfn) {
        return refcount.get(pfn);
    }

    /** {@code set_page_count}: of a page that nobody else knows of. */
    void setPageCount(int pfn, int count) {
        refcount.set(pfn, count);
    }

    /**
     * Adds a user to a page that has one already ({@code get_page}).
     *
     * @param pfn page frame number of a head
     */
    public void getPage(int pfn) {
        if (refcount.incrementAndGet(pfn) <= 1) {
            throw new IllegalStateException("Bad page state: pfn " + pfn + " gets a user while it is free");
        }
    }

    /** {@code get_page_unless_zero}. */
    boolean getPageUnlessZero(int pfn) {
        int count = refcount.get(pfn);
        while (count != 0) {
            if (refcount.compareAndSet(pfn, count, count + 1)) {
                return true;
            }
            count = refcount.get(pfn);
        }
        return false;
    }

    /** {@code put_page_testzero}: true if that was the last user. */
    boolean putPageTestzero(int pfn) {
        int left = refcount.decrementAndGet(pfn);
        if (left < 0) {
            refcount.incrementAndGet(pfn);
            throw new IllegalStateException("Bad page state: pfn " + pfn + " is freed but has no users");
        }
        return left == 0;
    }

    /** {@code page_ref_freeze}: takes all users away if there are just that many. */
    boolean pageRefFreeze(int pfn, int count) {
        return refcount.compareAndSet(pfn, count, 0);
    }

    boolean testLruFlag(int pfn, byte flag) {
        return (lruFlags[pfn] & flag) != 0;
    }

    void setLruFlag(int pfn, byte flag, boolean value) {
        lruFlags[pfn] = (byte) (value ? lruFlags[pfn] | flag : lruFlags[pfn] & ~flag);
    }
}
