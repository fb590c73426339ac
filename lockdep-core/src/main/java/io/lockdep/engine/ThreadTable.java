package io.lockdep.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the held stack of the current thread: a table indexed by thread id, checked by owner.
 *
 * <p>Thread ids are handed out in sequence and never again, so two live threads rarely want the same slot; a
 * {@code ThreadLocal} costs more and much more on virtual threads. Slots of ended threads are taken over; the table
 * holds no thread strongly.
 */
final class ThreadTable {

    private static final int FIRST_CAPACITY = 256;
    private static final int PROBES = 8;

    private static final HeldLocks DEAF = HeldLocks.deaf();

    private static @Nullable HeldLocks[] slots = new HeldLocks[FIRST_CAPACITY];

    private ThreadTable() {}

    /** {@return the held stack of the current thread, made on first use} */
    static HeldLocks current() {
        Thread thread = Thread.currentThread();
        long id = ThreadId.of(thread);
        @Nullable HeldLocks[] table = slots;
        HeldLocks found = table[(int) id & (table.length - 1)];
        return found != null && found.owner == id ? found : find(thread, id);
    }

    /** {@return the held stack of a thread, which may not have started yet} */
    static HeldLocks of(Thread thread) {
        return find(thread, ThreadId.of(thread));
    }

    private static HeldLocks find(Thread thread, long id) {
        @Nullable HeldLocks[] table = slots;
        int mask = table.length - 1;
        for (int i = 0; i < PROBES; i++) {
            HeldLocks found = table[((int) id + i) & mask];
            if (found != null && found.owner == id) {
                return found;
            }
        }
        return Shortage.isNow() ? DEAF : registerIfThereIsMemory(thread, id);
    }

    private static HeldLocks registerIfThereIsMemory(Thread thread, long id) {
        try {
            return register(thread, id);
        } catch (OutOfMemoryError e) {
            Shortage.met();
            return DEAF;
        }
    }

    private static synchronized HeldLocks register(Thread thread, long id) {
        HeldLocks known = get(slots, id);
        if (known != null) {
            return known;
        }
        HeldLocks fresh = new HeldLocks(thread, id);
        while (!place(slots, fresh)) {
            slots = copy(slots, 2 * slots.length);
        }
        return fresh;
    }

    private static @Nullable HeldLocks[] copy(@Nullable HeldLocks[] from, int capacity) {
        @Nullable HeldLocks[] larger = new HeldLocks[capacity];
        for (HeldLocks each : from) {
            if (each != null && each.thread.isAlive() && !place(larger, each)) {
                return copy(from, 2 * capacity);
            }
        }
        return larger;
    }

    private static @Nullable HeldLocks get(@Nullable HeldLocks[] table, long id) {
        int mask = table.length - 1;
        for (int i = 0; i < PROBES; i++) {
            HeldLocks found = table[((int) id + i) & mask];
            if (found != null && found.owner == id) {
                return found;
            }
        }
        return null;
    }

    private static boolean place(@Nullable HeldLocks[] table, HeldLocks held) {
        int mask = table.length - 1;
        for (int i = 0; i < PROBES; i++) {
            int at = ((int) held.owner + i) & mask;
            HeldLocks there = table[at];
            if (there == null || !there.thread.isAlive()) {
                table[at] = held;
                return true;
            }
        }
        return false;
    }

    /** {@return the held stack of the thread with an id, null if it has none} */
    static synchronized @Nullable HeldLocks ofId(long id) {
        return get(slots, id);
    }

    /** {@return the held stacks of all threads that took a lock, also of some that have ended} */
    static synchronized List<HeldLocks> all() {
        List<HeldLocks> all = new ArrayList<>();
        for (HeldLocks each : slots) {
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    /** {@return how many slots are in use by threads that are alive} */
    static synchronized int live() {
        int live = 0;
        for (HeldLocks each : slots) {
            if (each != null && each.thread.isAlive()) {
                live++;
            }
        }
        return live;
    }

    /** {@return how many slots there are} */
    static synchronized int capacity() {
        return slots.length;
    }

    /** Drops the stacks of threads that have ended, and the locks that they still held. */
    static synchronized void dropEnded() {
        @Nullable HeldLocks[] table = slots;
        for (int i = 0; i < table.length; i++) {
            HeldLocks each = table[i];
            if (each != null && !each.thread.isAlive()) {
                table[i] = null;
            }
        }
    }

    /** Says that there are contexts now; threads that come later find out by themselves. */
    static synchronized void liveAmongContexts() {
        for (HeldLocks each : slots) {
            if (each != null) {
                each.liveAmongContexts();
            }
        }
    }

    /** Marks the classes and places that are on held stacks. */
    static synchronized void mark(BitSet classes, BitSet sites) {
        for (HeldLocks each : slots) {
            if (each != null) {
                each.mark(classes, sites);
            }
        }
    }
}
