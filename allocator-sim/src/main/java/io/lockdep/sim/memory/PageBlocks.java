package io.lockdep.sim.memory;

import java.util.Arrays;

/**
 * The migratetype of every pageblock; {@code pageblock_flags} of mm/page_alloc.c.
 *
 * <p>Written under the zone's lock, read without it by the free path, which is a race the kernel has too.
 */
final class PageBlocks {

    /** Base-2 logarithm of the pages of a pageblock: 512 pages, 2 MiB ({@code HUGETLB_PAGE_ORDER} on x86-64). */
    static final int ORDER = 9;

    /** Pages of a pageblock. */
    static final int PAGES = 1 << ORDER;

    private final byte[] types;

    PageBlocks(int pages) {
        types = new byte[(pages + PAGES - 1) >> ORDER];
        Arrays.fill(types, Migratetype.MOVABLE.number());
    }

    Migratetype typeOf(int pfn) {
        return Migratetype.of(types[pfn >> ORDER]);
    }

    void setTypeOf(int pfn, Migratetype type) {
        types[pfn >> ORDER] = type.number();
    }

    /** The first page of the pageblock that a page lies in. */
    static int start(int pfn) {
        return pfn & -PAGES;
    }
}
