package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which pages hold the contents of a file in memory; {@code struct address_space}, with the parts of mm/filemap.c and of
 * {@code migrate_page_move_mapping} of mm/migrate.c that change it.
 *
 * <p>Writers of the file hold its inode's lock, but memory hotplug may move a page to another frame at any time. The
 * lock of the tree of pages is all that the two have in common, so who uses a frame counts himself among its users under
 * that lock. A page that anybody but the file and the mover uses stays where it is.
 *
 * <p>Departure: the lock has the name that it has since 4.20; before it was {@code mapping->tree_lock}.
 */
public final class AddressSpace implements Mapping {

    /**
     * A page of the file.
     *
     * @param pfn where it is
     * @param contents what is in it
     */
    private record Page(int pfn, int contents) {}

    private final LruCache lruCache;
    private final Memmap memmap;
    private final NavigableMap<Integer, Page> pages = new TreeMap<>();
    private final ReentrantLock xaLock = Lockdep.name(new ReentrantLock(), "&xa->xa_lock");

    /**
     * Makes that of an empty file.
     *
     * @param lruCache where its pages are listed
     */
    public AddressSpace(LruCache lruCache) {
        this.lruCache = lruCache;
        memmap = lruCache.memmap();
    }

    /**
     * Makes the caller a user of a page ({@code find_get_page}).
     *
     * @param index which page of the file
     * @return its frame, to be given to {@link LruCache#putPage}; {@link Memmap#NONE} if there is a hole
     */
    public int findGetPage(int index) {
        xaLock.lock();
        try {
            Page page = pages.get(index);
            if (page == null) {
                return Memmap.NONE;
            }
            memmap.getPage(page.pfn());
            return page.pfn();
        } finally {
            xaLock.unlock();
        }
    }

    /**
     * Adds a page of shared memory ({@code shmem_add_to_page_cache}).
     *
     * @param index where there is a hole
     * @param pfn a new page; its only use becomes that of the file
     * @param contents what is in it
     */
    public void addToPageCache(int index, int pfn, int contents) {
        xaLock.lock();
        try {
            pages.put(index, new Page(pfn, contents));
            memmap.setMapping(pfn, this, index);
        } finally {
            xaLock.unlock();
        }
        lruCache.lruCacheAddAnon(pfn);
    }

    /**
     * Changes what is in a page.
     *
     * @param index which page of the file, not a hole
     * @param contents what is in it from now on
     */
    public void write(int index, int contents) {
        xaLock.lock();
        try {
            pages.computeIfPresent(index, (at, old) -> new Page(old.pfn(), contents));
        } finally {
            xaLock.unlock();
        }
    }

    /**
     * Reads a page.
     *
     * @param index which page of the file
     * @return what was written there, or null in a hole
     */
    public @Nullable Integer read(int index) {
        xaLock.lock();
        try {
            Page page = pages.get(index);
            return page == null ? null : page.contents();
        } finally {
            xaLock.unlock();
        }
    }

    /**
     * The pages that are no holes.
     *
     * @return their numbers, ascending
     */
    public List<Integer> indices() {
        xaLock.lock();
        try {
            return List.copyOf(pages.keySet());
        } finally {
            xaLock.unlock();
        }
    }

    /**
     * Whether somebody beside the file uses a page, or seems to: a pagevec does too.
     *
     * @param index which page of the file
     * @return false also for a hole
     */
    public boolean isPinned(int index) {
        xaLock.lock();
        try {
            Page page = pages.get(index);
            return page != null && memmap.pageCount(page.pfn()) > 1;
        } finally {
            xaLock.unlock();
        }
    }

    /** Gives all pages back ({@code truncate_inode_pages}). */
    public void truncate() {
        List<Integer> removed = new ArrayList<>();
        xaLock.lock();
        try {
            for (Page page : pages.values()) {
                memmap.clearMapping(page.pfn());
                removed.add(page.pfn());
            }
            pages.clear();
        } finally {
            xaLock.unlock();
        }
        removed.forEach(lruCache::putPage);
    }

    /** A page in a pagevec is on no list yet, and one with further users must not move. */
    @Override
    public boolean replace(int from, int to) {
        if (!lruCache.lru().isolateLruPage(from)) {
            return false;
        }
        boolean moved = moveMapping(from, to);
        if (moved) {
            lruCache.migratePageStates(from, to);
            lruCache.lruCacheAddAnon(to);
        } else {
            lruCache.putbackLruPage(from);
        }
        return moved;
    }

    /** {@code migrate_page_move_mapping}: the file and the mover are all the users that there may be. */
    private boolean moveMapping(int from, int to) {
        xaLock.lock();
        try {
            if (memmap.mapping(from) != this || !memmap.pageRefFreeze(from, 2)) {
                return false;
            }
            int at = memmap.index(from);
            pages.computeIfPresent(at, (index, old) -> new Page(to, old.contents()));
            memmap.clearMapping(from);
            memmap.setMapping(to, this, at);
            // The file's use of it has gone, the mover's is left.
            memmap.setPageCount(from, 1);
            return true;
        } finally {
            xaLock.unlock();
        }
    }
}
