package io.lockdep.sim.shmem;

import io.lockdep.sim.memory.AddressSpace;
import io.lockdep.sim.memory.LruAddDrain;
import io.lockdep.sim.memory.LruCache;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the pages of a file have no user but the file; {@code shmem_tag_pins} and {@code shmem_wait_for_pins} of
 * mm/shmem.c, 4.13.
 *
 * <p>A page in a pagevec looks as if somebody was going to write to it. Its own CPU's pagevecs the caller can empty;
 * for those of the other CPUs there is {@code lru_add_drain_all}, at the first of five scans. Leaving that out was
 * proposed as a fix of scenario S1, and refused: sealing then fails for no reason that a user could see.
 */
public final class ShmemPins {

    /** {@code LAST_SCAN}: about 150 ms. */
    private static final int LAST_SCAN = 4;

    private static final int HZ = 1000;

    private final LruCache lruCache;
    private final LruAddDrain lruAddDrain;
    private final boolean sealDrains;
    private final Tracepoints trace;

    /**
     * Makes it.
     *
     * @param flags whether the first scan drains
     * @param lruCache where pages can be in a pagevec
     * @param lruAddDrain what empties the pagevecs of all CPUs
     * @param trace where scans are noted
     */
    public ShmemPins(VariantFlags flags, LruCache lruCache, LruAddDrain lruAddDrain, Tracepoints trace) {
        this.lruCache = lruCache;
        this.lruAddDrain = lruAddDrain;
        this.trace = trace;
        sealDrains = flags.has(Patch.SEAL_DRAINS);
    }

    /** Returns false if a page still has another user after the last scan. Caller holds the inode's lock. */
    boolean shmemWaitForPins(AddressSpace mapping) {
        List<Integer> tagged = shmemTagPins(mapping);
        for (int scan = 0; scan <= LAST_SCAN && !tagged.isEmpty(); scan++) {
            trace.emit("shmem_wait_for_pins", "tagged", tagged.size());
            if (scan > 0) {
                scheduleTimeout((HZ << scan) / 200);
            } else if (sealDrains) {
                lruAddDrain.lruAddDrainAll();
            }
            tagged.removeIf(index -> !mapping.isPinned(index));
        }
        return tagged.isEmpty();
    }

    private List<Integer> shmemTagPins(AddressSpace mapping) {
        lruCache.lruAddDrain();
        List<Integer> tagged = new ArrayList<>(mapping.indices());
        tagged.removeIf(index -> !mapping.isPinned(index));
        return tagged;
    }

    /** {@code schedule_timeout_killable}; nobody kills. */
    private void scheduleTimeout(int ticks) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ticks);
        long left = end - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
    }
}
