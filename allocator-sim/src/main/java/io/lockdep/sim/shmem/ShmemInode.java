package io.lockdep.sim.shmem;

import io.lockdep.Lockdep;
import io.lockdep.sim.fs.Errno;
import io.lockdep.sim.fs.Superblock;
import io.lockdep.sim.fs.WritableFile;
import io.lockdep.sim.memory.AddressSpace;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.LruCache;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file in memory, its pages and its seals; mm/shmem.c, 4.13.
 *
 * <p>A file can be sealed against writing only if nobody is going to write through a page that was taken before; the
 * number of users of each page is the only way to know ({@link ShmemPins}).
 *
 * <p>Departure: files of {@code memfd_create} and of devtmpfs are of one lock class, as the report of scenario S1 has
 * it. Pages are never swapped out.
 */
public final class ShmemInode implements WritableFile {

    /** Class of the inode's lock, numbered as in the report of scenario S1. */
    public static final String I_MUTEX_CLASS = "&sb->s_type->i_mutex_key#9";

    private final Superblock superblock;
    private final PageAllocator allocator;
    private final LruCache lruCache;
    private final ShmemPins pins;
    private final ReentrantLock inodeLock = Lockdep.name(new ReentrantLock(), I_MUTEX_CLASS);
    private final AddressSpace mapping;
    private final Set<Seal> seals = EnumSet.noneOf(Seal.class);

    /** {@code mapping->i_mmap_writable}: shared writable mappings, negative if there must not be any. */
    private final AtomicInteger mmapWritable = new AtomicInteger();

    ShmemInode(Superblock superblock, PageAllocator allocator, LruCache lruCache, ShmemPins pins) {
        this.superblock = superblock;
        this.allocator = allocator;
        this.lruCache = lruCache;
        this.pins = pins;
        mapping = new AddressSpace(lruCache);
    }

    @Override
    public Superblock superblock() {
        return superblock;
    }

    @Override
    public Errno writeIter(int index, int contents) {
        inodeLock.lock();
        try {
            int old = mapping.findGetPage(index);
            try {
                if (seals.contains(Seal.WRITE)
                        || (old == Memmap.NONE && index >= size() && seals.contains(Seal.GROW))) {
                    return Errno.EPERM;
                }
                if (old == Memmap.NONE) {
                    return shmemGetpage(index, contents);
                }
                mapping.write(index, contents);
                lruCache.activatePage(old);
                return Errno.OK;
            } finally {
                if (old != Memmap.NONE) {
                    lruCache.putPage(old);
                }
            }
        } finally {
            inodeLock.unlock();
        }
    }

    /**
     * Reads a page.
     *
     * @param index which page of the file
     * @return what was written there, or null in a hole
     */
    public @Nullable Integer read(int index) {
        inodeLock.lock();
        try {
            return mapping.read(index);
        } finally {
            inodeLock.unlock();
        }
    }

    /**
     * Puts seals on the file ({@code shmem_add_seals}, {@code fcntl(F_ADD_SEALS)}).
     *
     * @param more what it shall promise
     * @return {@link Errno#EBUSY} if somebody can still write to it
     */
    public Errno shmemAddSeals(Collection<Seal> more) {
        inodeLock.lock();
        try {
            if (seals.contains(Seal.SEAL)) {
                return Errno.EPERM;
            }
            if (more.contains(Seal.WRITE) && !seals.contains(Seal.WRITE)) {
                if (!mappingDenyWritable()) {
                    return Errno.EBUSY;
                }
                if (!pins.shmemWaitForPins(mapping)) {
                    mappingAllowWritable();
                    return Errno.EBUSY;
                }
            }
            seals.addAll(more);
            return Errno.OK;
        } finally {
            inodeLock.unlock();
        }
    }

    /**
     * Takes a page for writing to it some time later, as direct I/O does ({@code get_user_pages}).
     *
     * @param index which page of the file, not a hole
     * @return the page, to be given to {@link LruCache#putPage}
     */
    public int getUserPage(int index) {
        inodeLock.lock();
        try {
            int pfn = mapping.findGetPage(index);
            if (pfn == Memmap.NONE) {
                throw new IllegalArgumentException("page " + index + " of the file is a hole");
            }
            return pfn;
        } finally {
            inodeLock.unlock();
        }
    }

    /**
     * Maps the file writable and shared ({@code shmem_mmap}).
     *
     * @return {@link Errno#EPERM} if it is sealed
     */
    public Errno mmapShared() {
        int mappings = mmapWritable.get();
        while (mappings >= 0) {
            if (mmapWritable.compareAndSet(mappings, mappings + 1)) {
                return Errno.OK;
            }
            mappings = mmapWritable.get();
        }
        return Errno.EPERM;
    }

    /** Ends what {@link #mmapShared} began. */
    public void munmap() {
        mmapWritable.decrementAndGet();
    }

    /** Gives all pages back, as nobody has the file any more ({@code shmem_evict_inode}). */
    public void evict() {
        inodeLock.lock();
        try {
            mapping.truncate();
        } finally {
            inodeLock.unlock();
        }
    }

    private int size() {
        List<Integer> indices = mapping.indices();
        return indices.isEmpty() ? 0 : indices.get(indices.size() - 1) + 1;
    }

    private Errno shmemGetpage(int index, int contents) {
        int pfn = allocator.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0);
        if (pfn == Memmap.NONE) {
            return Errno.ENOMEM;
        }
        mapping.addToPageCache(index, pfn, contents);
        return Errno.OK;
    }

    private boolean mappingDenyWritable() {
        return mmapWritable.compareAndSet(0, -1);
    }

    private void mappingAllowWritable() {
        mmapWritable.set(0);
    }
}
