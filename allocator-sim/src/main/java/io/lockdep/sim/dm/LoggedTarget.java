package io.lockdep.sim.dm;

import io.lockdep.Lockdep;
import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.bio.BlockDevice;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.mempool.Mempool;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A device-mapper target that writes through a bounce page and keeps a log of what was written: the driver of David
 * Rientjes' example of July 2016, with its mempool {@code a} and its mutex {@code b}. What it does with both between
 * {@code mempool_alloc} and {@code mempool_free} is what the thread argued about.
 *
 * <p>The kernel has such drivers (drivers/md/dm-snap.c: {@code pending_pool} and {@code s->lock}, which it drops before
 * it allocates), but none with this bug was ever named.
 */
public final class LoggedTarget implements BlockDevice {

    private static final int NONE = Memmap.NONE;
    private static final int MAX_LOG = 64;

    /** Writes on their way to the disk before whoever writes more is made to wait ({@code vm.dirty_bytes}). */
    private static final int DIRTY_PAGES = 1024;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final VariantFlags flags;
    private final PageAllocator pages;
    private final BlockDevice disk;
    private final Mempool<Integer> a;
    private final ReentrantLock b = Lockdep.name(new ReentrantLock(), "mutex:b");
    private final ReentrantLock statsMutex = Lockdep.name(new ReentrantLock(), "mutex:m");

    private final AtomicInteger dirty = new AtomicInteger();

    /** Sectors in the order in which they were written; guarded by {@link #b}. */
    private final Deque<Integer> log = new ArrayDeque<>();

    /** Guarded by {@link #statsMutex}. */
    private long written;

    /**
     * Sets the target up.
     *
     * @param flags what it has of the bugs
     * @param pages where bounce pages come from
     * @param disk what is below
     * @param a its pool of pages
     */
    public LoggedTarget(VariantFlags flags, PageAllocator pages, BlockDevice disk, Mempool<Integer> a) {
        this.flags = flags;
        this.pages = pages;
        this.disk = disk;
        this.a = a;
    }

    /** A page for swap: no log is kept of it. */
    @Override
    public void submitBio(Bio bio) {
        Integer bounce = allocBounce();
        a.handOff();
        disk.submitBio(new Bio(bio.pfns(), bio.sectors(), () -> {
            a.adopt();
            a.mempoolFree(bounce);
            bio.endIo().run();
        }));
    }

    /**
     * Writes a sector for a file system and notes it in the log.
     *
     * @param sector which one
     */
    public void writeLogged(int sector) {
        balanceDirtyPages();
        Integer bounce = allocBounce();
        pages.schedule().condResched();
        if (flags.has(Patch.POOL_USER_ALLOCATES)) {
            encodeInScratchBuffer();
        }
        boolean endioLogs = flags.has(Patch.POOL_ENDIO_TAKES_LOCK);
        boolean handedOff = endioLogs || !flags.has(Patch.POOL_LOCK_UNDER_ELEMENT);
        if (handedOff) {
            a.handOff();
            dirty.incrementAndGet();
            disk.submitBio(new Bio(new int[] {bounce}, new int[] {sector}, () -> endIo(bounce, sector, endioLogs)));
        }
        if (!endioLogs && !flags.has(Patch.POOL_COUNTS_ONLY)) {
            addToLog(sector);
        }
        if (!handedOff) {
            count();
            a.mempoolFree(bounce);
        }
    }

    /**
     * Writes the log out, under its mutex, and empties it.
     *
     * @param gfp what may be done for a page to write it from
     * @return entries written; -1 if there was no page
     */
    public int commitLog(Gfp gfp) {
        b.lock();
        try {
            return flags.has(Patch.POOL_ALLOC_UNDER_LOCK) ? commitFromPool() : commitFromPage(gfp);
        } finally {
            b.unlock();
        }
    }

    /**
     * Reads a counter, under the mutex of the counters only.
     *
     * @return sectors written
     */
    public long written() {
        statsMutex.lock();
        try {
            return written;
        } finally {
            statsMutex.unlock();
        }
    }

    /**
     * Whether somebody has the log to himself.
     *
     * @return true while mutex b is held
     */
    public boolean isLogLocked() {
        return b.isLocked();
    }

    /**
     * Its pool.
     *
     * @return mempool a
     */
    public Mempool<Integer> pool() {
        return a;
    }

    private Integer allocBounce() {
        Integer bounce = a.mempoolAlloc(Gfp.NOIO);
        if (bounce == null) {
            throw new IllegalStateException("mempool_alloc failed though it may sleep");
        }
        return bounce;
    }

    private void endIo(Integer bounce, int sector, boolean logs) {
        a.adopt();
        if (logs) {
            addToLog(sector);
        }
        count();
        a.mempoolFree(bounce);
        dirty.decrementAndGet();
    }

    /** Without it whoever writes would fill the memory with what the disk has not written yet. */
    private void balanceDirtyPages() {
        while (dirty.get() >= DIRTY_PAGES) {
            pages.schedule().ioScheduleTimeout(PAUSE_NS);
        }
    }

    private void addToLog(int sector) {
        b.lock();
        try {
            if (log.size() == MAX_LOG) {
                log.removeFirst();
            }
            log.addLast(sector);
        } finally {
            b.unlock();
        }
    }

    private void count() {
        statsMutex.lock();
        try {
            written++;
        } finally {
            statsMutex.unlock();
        }
    }

    private int commitFromPool() {
        Integer page = allocBounce();
        int entries = log.size();
        log.clear();
        a.mempoolFree(page);
        return entries;
    }

    private int commitFromPage(Gfp gfp) {
        int page = pages.allocPagesNodemask(gfp, 0);
        if (page == NONE) {
            return -1;
        }
        int entries = log.size();
        log.clear();
        pages.freePages(page, 0);
        return entries;
    }

    /** An allocation that nothing guards, as {@code vmalloc} of a buffer. */
    private void encodeInScratchBuffer() {
        int scratch = pages.allocPagesNodemask(Gfp.KERNEL, 0);
        if (scratch != NONE) {
            pages.freePages(scratch, 0);
        }
    }
}
