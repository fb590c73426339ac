package io.lockdep.sim.memory;

/**
 * Memory that holds clean file contents: the kernel's to take back at any time; {@code add_to_page_cache_lru} of
 * mm/filemap.c. Reclaim is what
 * ends the cache's use of a page.
 */
public final class PageCache {

    private final PageAllocator allocator;
    private final LruCache lruCache;

    /**
     * Makes a cache without pages.
     *
     * @param allocator where pages come from
     * @param lruCache the way to where they wait to be taken back
     */
    public PageCache(PageAllocator allocator, LruCache lruCache) {
        this.allocator = allocator;
        this.lruCache = lruCache;
    }

    /**
     * Reads a file that is not cached yet, ahead of use, so without trying hard for memory.
     *
     * @param pages size of the file
     * @return how many pages found room
     */
    public int readahead(int pages) {
        Gfp gfp = Gfp.HIGHUSER_MOVABLE.or(Gfp.NORETRY).or(Gfp.NOWARN);
        for (int done = 0; done < pages; done++) {
            int pfn = allocator.allocPagesNodemask(gfp, 0);
            if (pfn == Memmap.NONE) {
                return done;
            }
            lruCache.lruCacheAddFile(pfn);
        }
        return pages;
    }
}
