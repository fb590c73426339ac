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

    /** Pageblocks of type ISOLATE ({@code zone->nr_isolate_pageblock}); written under the zone's lock. */
    private volatile int isolated;

    PageBlocks(int pages) {
        types = new byte[(pages + PAGES - 1) >> ORDER];
        Arrays.fill(types, Migratetype.MOVABLE.number());
    }

    Migratetype typeOf(int pfn) {
        return Migratetype.of(types[pfn >> ORDER]);
    }

    void setTypeOf(int pfn, Migratetype type) {
        int before = types[pfn >> ORDER] == Migratetype.ISOLATE.number() ? 1 : 0;
        types[pfn >> ORDER] = type.number();
        isolated = isolated() - before + (type == Migratetype.ISOLATE ? 1 : 0);
    }

    int isolated() {
        return isolated;
    }

    /** Whether two pages may become one block: an isolated pageblock must stay apart from those in use. */
    boolean mayMerge(int pfn, int buddy) {
        return isolated == 0 || (typeOf(pfn) == Migratetype.ISOLATE) == (typeOf(buddy) == Migratetype.ISOLATE);
    }

    /** The first page of the pageblock that a page lies in. */
    static int start(int pfn) {
        return pfn & -PAGES;
    }
}
