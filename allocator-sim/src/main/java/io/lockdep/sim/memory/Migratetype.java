package io.lockdep.sim.memory;

import java.util.List;

/**
 * What kind of use a pageblock is grouped for; {@code enum migratetype} of include/linux/mmzone.h, with the numbers
 * of a kernel that has CMA and memory isolation.
 */
public enum Migratetype {
    /** Kernel memory that cannot move. */
    UNMOVABLE(0),
    /** User memory and page cache. */
    MOVABLE(1),
    /** Kernel memory that can be given back on request. */
    RECLAIMABLE(2),
    /** Reserved for atomic allocations of higher order; no zone of the simulation has any yet. */
    HIGHATOMIC(3),
    /** Contiguous memory allocator; no zone of the simulation has any. */
    CMA(4),
    /** Taken out of allocation by memory offlining; never allocated from. */
    ISOLATE(5);

    /** How many types have a per-CPU list of their own ({@code MIGRATE_PCPTYPES}). */
    static final int PCPTYPES = 3;

    /** How many types there are ({@code MIGRATE_TYPES}). */
    static final int TYPES = 6;

    private static final Migratetype[] BY_NUMBER = {UNMOVABLE, MOVABLE, RECLAIMABLE, HIGHATOMIC, CMA, ISOLATE};

    private final byte number;

    Migratetype(int number) {
        this.number = (byte) number;
    }

    static Migratetype of(int number) {
        return BY_NUMBER[number];
    }

    /** The kernel's number, as tables of bytes hold it. */
    byte number() {
        return number;
    }

    /**
     * Where to look when this type has no free block, in this order ({@code fallbacks[][]} of mm/page_alloc.c).
     *
     * @return two types, none for types that never fall back
     */
    List<Migratetype> fallbacks() {
        return switch (this) {
            case UNMOVABLE -> List.of(RECLAIMABLE, MOVABLE);
            case MOVABLE -> List.of(RECLAIMABLE, UNMOVABLE);
            case RECLAIMABLE -> List.of(UNMOVABLE, MOVABLE);
            case HIGHATOMIC, CMA, ISOLATE -> List.of();
        };
    }

    /**
     * The type whose per-CPU list takes a page of this type: types without a list share that of movable pages.
     *
     * @return one of the first {@link #PCPTYPES}
     */
    Migratetype onPcpList() {
        return number < PCPTYPES ? this : MOVABLE;
    }
}
