package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * Chains that have been validated, but of which not every instance and thread that matters has been seen.
 *
 * <p>Between the hot path and the slow one: looked up after {@link ChainCache} has missed, without locking or allocating.
 * A chain is settled when more witnesses of it would not be kept, or when {@value #SETTLED_AFTER} acquisitions in a row
 * had nothing new to tell. One that is part of a ring, whose grade could be raised, is not settled by that.
 */
final class Unsettled {

    static final int SETTLED_AFTER = 1 << 12;

    private static final int FIRST_CAPACITY = 1 << 8;

    private static Table table = new Table(FIRST_CAPACITY);
    private static int size;

    /** How often all was forgotten: what was found out before does not count after. */
    private static volatile int generation;

    private Unsettled() {}

    /**
     * Whether nothing can be learnt from an acquisition.
     *
     * @param key of the chain that it makes
     * @param held the thread's stack
     * @param prefix how many of its entries are below the acquisition
     * @param lock the lock that is asked for
     * @return true if the chain has been validated, and these locks and this thread were seen with it
     */
    static boolean knows(long key, HeldLocks held, int prefix, Object lock) {
        int since = generation;
        Table chains = table;
        int at = chains.find(key);
        Witness seen = at < 0 ? null : chains.seen[at];
        Witness same = seen == null ? null : seen.find(held, prefix, lock);
        if (seen == null || same == null) {
            return false;
        }
        // Not exact among threads, and not for long: the only shared write, and it ends by itself.
        if (++seen.quiet == SETTLED_AFTER && same.isSettling()) {
            settle(key, since);
        }
        return true;
    }

    private static synchronized void settle(long key, int since) {
        if (since == generation) {
            ChainCache.add(key);
        }
    }

    /** {@return what to hand to {@link #learn}, asked for before the chain is validated} */
    static int generation() {
        return generation;
    }

    /**
     * Adds what was seen of a chain that has been validated. Full tables are emptied: their chains are validated again,
     * nothing is lost.
     *
     * @param ofRing whether a ring leads over it whose grade could be raised
     * @param since the {@link #generation} from before it was validated; if all was forgotten meanwhile, so is this
     */
    static synchronized void learn(long key, HeldLocks held, int prefix, Object lock, boolean ofRing, int since) {
        if (since != generation) {
            return;
        }
        int at = table.find(key);
        Witness seen = Witness.with(at < 0 ? null : table.seen[at], held, prefix, lock, ofRing);
        if (seen == Witness.ENOUGH) {
            ChainCache.add(key);
        } else if (at >= 0) {
            table.seen[at] = seen;
        } else {
            if (size + ChainCache.size() >= Engine.options().limits().chains()) {
                Limit.CHAINS.hit();
                ChainCache.clear();
                empty();
            }
            if (2 * (size + 1) > table.keys.length) {
                grow();
            }
            table.put(key, seen);
            size++;
        }
    }

    /** {@return how many chains there are} */
    static synchronized int size() {
        return size;
    }

    static synchronized void clear() {
        empty();
        generation = generation + 1;
    }

    private static void empty() {
        table = new Table(FIRST_CAPACITY);
        size = 0;
    }

    // Those that have been settled meanwhile go.
    private static void grow() {
        Table old = table;
        int capacity = old.keys.length;
        int left = 0;
        for (long key : old.keys) {
            left += key != 0 && !ChainCache.contains(key) ? 1 : 0;
        }
        if (4 * left > capacity) {
            capacity *= 2;
        }
        Table fresh = new Table(capacity);
        size = 0;
        for (int i = 0; i < old.keys.length; i++) {
            if (old.keys[i] != 0 && !ChainCache.contains(old.keys[i])) {
                fresh.put(old.keys[i], old.seen[i]);
                size++;
            }
        }
        table = fresh;
    }

    /** Open addressing. A key of 0 is a free slot. */
    private static final class Table {

        final long[] keys;
        final @Nullable Witness[] seen;

        Table(int capacity) {
            keys = new long[capacity];
            seen = new Witness[capacity];
        }

        int find(long key) {
            int mask = keys.length - 1;
            int at = (int) key & mask;
            long found;
            while ((found = keys[at]) != 0) {
                if (found == key) {
                    return at;
                }
                at = (at + 1) & mask;
            }
            return -1;
        }

        // The witness first: a reader that finds the key without it asks again.
        void put(long key, @Nullable Witness witness) {
            int mask = keys.length - 1;
            int at = (int) key & mask;
            while (keys[at] != 0) {
                at = (at + 1) & mask;
            }
            seen[at] = witness;
            keys[at] = key;
        }
    }
}
