package io.lockdep.sim.percpu;

/**
 * The numbers of the per-CPU allocator, from mm/percpu.c and include/linux/percpu.h, 4.10. In bytes unless named
 * otherwise.
 */
public final class PercpuSizes {

    /** Bytes of a page. */
    public static final int PAGE_SIZE = 4096;

    /** What one CPU has of a chunk ({@code PCPU_MIN_UNIT_SIZE}); also the largest allocation. */
    public static final int UNIT_SIZE = 32 * 1024;

    /** Pages of a unit. */
    public static final int UNIT_PAGES = UNIT_SIZE / PAGE_SIZE;

    /** Free bytes of the first chunk, populated from boot ({@code PERCPU_DYNAMIC_RESERVE} on 64 bits). */
    public static final int DYNAMIC_RESERVE = 28 * 1024;

    /** Empty populated pages below which the balance work is called ({@code PCPU_EMPTY_POP_PAGES_LOW}). */
    public static final int EMPTY_POP_PAGES_LOW = 2;

    /** Empty populated pages up to which the balance work populates ({@code PCPU_EMPTY_POP_PAGES_HIGH}). */
    public static final int EMPTY_POP_PAGES_HIGH = 4;

    /** Spare map entries below which a chunk's map is to be extended in the background. */
    static final int ATOMIC_MAP_MARGIN_LOW = 32;

    /** Spare map entries after such an extension. */
    static final int ATOMIC_MAP_MARGIN_HIGH = 64;

    /** Sizes below 2^5 bytes share a slot ({@code PCPU_SLOT_BASE_SHIFT}). */
    private static final int SLOT_BASE_SHIFT = 5;

    /** Number of slots; the last one is for chunks that are entirely free. */
    static final int SLOTS = rangeSlot(UNIT_SIZE) + 2;

    private PercpuSizes() {}

    /**
     * The slot of chunks with that many free bytes, and the first slot worth searching for an allocation of that size.
     */
    static int sizeToSlot(int size) {
        return size == UNIT_SIZE ? SLOTS - 1 : rangeSlot(size);
    }

    /** One slot per power of two. */
    private static int rangeSlot(int size) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size);
        return Math.max(1, bits - SLOT_BASE_SHIFT + 2);
    }
}
