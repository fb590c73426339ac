package io.lockdep.sim.slab;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pages that hold objects of one cache; the part of {@code struct page} that SLUB uses, mm/slub.c, 5.3.
 *
 * <p>Freelist, number of objects in use and the frozen bit change together by one compare-and-set, the kernel's
 * {@code cmpxchg_double_slab}. A frozen slab belongs to one CPU: only that CPU, pinned, takes objects from it; anybody
 * may put objects back. That only one takes is why the plain links of the freelist suffice.
 */
final class Slab {

    /** No object: the end of the freelist. */
    static final int NONE = 0xffff;

    private static final int IN_USE = -1;
    private static final int HEAD_BITS = 16;
    private static final long FROZEN = 1L << 32;

    final int pfn;
    final int order;
    final int objects;

    /** Frozen bit, objects in use, index of the first free object; from the top. */
    private final AtomicLong state;

    /** For a free object the next free one, or {@link #NONE}; {@link #IN_USE} for the others. */
    private final int[] next;

    /** Makes a slab of free objects that belongs to the CPU that makes it. */
    Slab(int pfn, int order, int objects) {
        this.pfn = pfn;
        this.order = order;
        this.objects = objects;
        next = new int[objects];
        Arrays.setAll(next, i -> i + 1 < objects ? i + 1 : NONE);
        state = new AtomicLong(FROZEN);
    }

    /**
     * Takes an object, or, if none is left, lets go of the slab ({@code get_freelist}). Caller owns the slab and is
     * pinned.
     *
     * @return the object's index, or {@link #NONE}: then the slab is not frozen any more
     */
    int take() {
        while (true) {
            long old = state.get();
            int head = head(old);
            if (head == NONE) {
                if (state.compareAndSet(old, old & ~FROZEN)) {
                    return NONE;
                }
            } else if (state.compareAndSet(old, pack(old & FROZEN, inuse(old) + 1, next[head]))) {
                next[head] = IN_USE;
                return head;
            }
        }
    }

    /**
     * Puts an object back if the slab is still as it was seen.
     *
     * @param seen the state by which the caller decided what else it must do
     * @param index the object
     * @param freeze whether the slab belongs to the caller's CPU from now
     * @return false if the state has changed: look again
     */
    boolean put(long seen, int index, boolean freeze) {
        int link = next[index];
        if (link != IN_USE) {
            throw new IllegalStateException("double free of object " + index + " of the slab at pfn " + pfn);
        }
        next[index] = head(seen);
        if (state.compareAndSet(seen, pack(freeze ? FROZEN : seen & FROZEN, inuse(seen) - 1, index))) {
            return true;
        }
        next[index] = IN_USE;
        return false;
    }

    /** Makes the slab belong to a CPU. Caller holds {@code n->list_lock} and has the slab on the partial list. */
    void freeze() {
        state.getAndUpdate(old -> old | FROZEN);
    }

    /**
     * Ends that. Caller holds {@code n->list_lock}.
     *
     * @return the state from then on
     */
    long unfreeze() {
        return state.updateAndGet(old -> old & ~FROZEN);
    }

    long state() {
        return state.get();
    }

    int inuse() {
        return inuse(state());
    }

    boolean isFrozen() {
        return isFrozen(state());
    }

    static int head(long state) {
        return (int) state & NONE;
    }

    static int inuse(long state) {
        return (int) (state >>> HEAD_BITS) & NONE;
    }

    static boolean isFrozen(long state) {
        return (state & FROZEN) != 0;
    }

    private static long pack(long frozen, int inuse, int head) {
        return frozen | (long) inuse << HEAD_BITS | head;
    }
}
