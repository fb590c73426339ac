package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.bio.BlockDevice;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.trace.Tracepoints;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where anonymous pages go when memory is short; mm/swapfile.c, and {@code pageout} of mm/vmscan.c.
 *
 * <p>Until {@link #swapon} the machine has no swap, and anonymous memory stays.
 *
 * <p>Every page is written by a bio of its own ({@code get_swap_bio}); what is merged is merged below device mapper.
 *
 * <p>Departures: one swap file; no swap cache, whose radix tree needs memory too; a page is freed as soon as it is
 * written, not at the next look at it.
 */
public final class Swap {

    /** How long reclaim gives devices to write ({@code congestion_wait(HZ/10)}). */
    static final long CONGESTION_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final InactiveAnon anon;
    private final Freelist freelist;
    private final Schedule schedule;
    private final Tracepoints trace;

    /** {@code p} is a swap_info_struct; another class than that of seq_file, of the same name, which lockdep numbers. */
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "&p->lock#2");

    private final BitSet swapMap = new BitSet();
    private final AtomicInteger writeback = new AtomicInteger();
    private int slots;
    private volatile int free;
    private volatile @Nullable BlockDevice device;

    Swap(Memmap memmap, Freelist freelist, Schedule schedule, Tracepoints trace) {
        anon = new InactiveAnon(memmap);
        this.freelist = freelist;
        this.schedule = schedule;
        this.trace = trace;
    }

    /**
     * Gives the machine swap ({@code swapon(2)}). Only pages that are faulted in later are swapped out.
     *
     * @param swapDevice what is written to
     * @param pages its size
     * @throws IllegalStateException if it has swap already: slots that are in use would be forgotten
     */
    public void swapon(BlockDevice swapDevice, int pages) {
        lock.lock();
        try {
            if (device != null) {
                throw new IllegalStateException("there is swap already");
            }
            slots = pages;
            free = pages;
            device = swapDevice;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Pages that are being written.
     *
     * @return number of pages under writeback
     */
    public int writeback() {
        return writeback.get();
    }

    /** Pages that could be swapped out, or are being. */
    int reclaimablePages() {
        return Math.min(free, anon.size()) + writeback.get();
    }

    /** A process has mapped a page; returns whether it can be swapped out. */
    boolean pageAdded(int pfn, InactiveAnon.Mapping mapping) {
        boolean swappable = device != null;
        if (swappable) {
            anon.add(pfn, mapping);
        }
        return swappable;
    }

    /** A process has unmapped a page; returns whether the process must free it. */
    boolean pageRemoved(int pfn, InactiveAnon.Mapping mapping) {
        return anon.remove(pfn, mapping);
    }

    void freeSlot(int slot) {
        lock.lock();
        try {
            swapMap.clear(slot);
            free = slots - swapMap.cardinality();
        } finally {
            lock.unlock();
        }
    }

    /** Swaps out up to that many pages and gives the device some time; returns how many were freed meanwhile. */
    int shrinkInactiveAnon(int most) {
        BlockDevice to = device;
        if (to == null || free == 0) {
            return 0;
        }
        int[] pages = new int[most];
        int isolated = anon.isolate(pages, most);
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < isolated; i++) {
            int slot = getSwapPage();
            InactiveAnon.Mapping at = anon.mapping(pages[i]);
            if (at != null && slot >= 0 && at.mm().tryToUnmap(pages[i], at.index(), slot)) {
                anon.forget(pages[i]);
                swapWritepage(to, pages[i], slot, done);
            } else {
                leave(pages[i], slot, at, done);
            }
        }
        if (isolated > 0 && done.get() == 0) {
            schedule.ioScheduleTimeout(CONGESTION_WAIT_NS);
        }
        return done.get();
    }

    private void swapWritepage(BlockDevice to, int pfn, int slot, AtomicInteger done) {
        writeback.incrementAndGet();
        trace.emit("mm_vmscan_writepage", "pfn", pfn);
        to.submitBio(new Bio(new int[] {pfn}, new int[] {slot}, () -> endSwapBioWrite(pfn, done)));
    }

    private void endSwapBioWrite(int pfn, AtomicInteger done) {
        freelist.freePages(pfn, 0, true);
        writeback.decrementAndGet();
        done.incrementAndGet();
    }

    /** A page that cannot be swapped out: back on the list, or free if its process has gone. */
    private void leave(int pfn, int slot, InactiveAnon.@Nullable Mapping at, AtomicInteger done) {
        if (slot >= 0) {
            freeSlot(slot);
        }
        boolean wanted = at != null && (at.mm().putBack(pfn, at.index(), anon) || anon.leaveToProcess(pfn, at));
        if (!wanted) {
            freelist.freePages(pfn, 0, true);
            done.incrementAndGet();
        }
    }

    private int getSwapPage() {
        lock.lock();
        try {
            int slot = swapMap.nextClearBit(0);
            if (slot >= slots) {
                return -1;
            }
            swapMap.set(slot);
            free = slots - swapMap.cardinality();
            return slot;
        } finally {
            lock.unlock();
        }
    }
}
