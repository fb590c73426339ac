package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * The chains that have been validated, by key: the end of the hot path.
 *
 * <p>A chain is the held stack as a sequence of (class, mode, how taken); its key is a rolling 64-bit hash, restartable at
 * any depth. Lookups are plain reads of an open-addressing table. A reader that misses a key being added merely
 * validates the chain again; keys are added only after validation, so a reader never finds one too early.
 */
final class ChainCache {

    private static final long MIX = 0xD6E8FEB86659FD93L;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int MAX_CAPACITY = 1 << 21;

    private static Table table = new Table(FIRST_CAPACITY);
    private static int size;
    private static long flushes;

    private ChainCache() {}

    /**
     * Extends a chain.
     *
     * @param key of the chain so far; for a single lock, the word that describes it
     * @param word what is added to it: a class and how it is taken, or the hash of an instance
     * @return key of the longer chain; no two chains of two locks share one
     */
    static long extend(long key, int word) {
        long mixed = (Long.rotateLeft(key, 32) ^ (word & 0xffffffffL)) * MIX;
        return mixed ^ (mixed >>> 32);
    }

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
        Table chains = table;
        int at = chains.find(key);
        if (at < 0) {
            return false;
        }
        Witness seen = chains.seen[at];
        return seen == Witness.ENOUGH || (seen != null && seen.knows(held, prefix, lock));
    }

    /**
     * Adds a chain that has been validated. A full table is emptied: its chains are validated again, nothing is lost.
     *
     * @param ofRing whether a ring leads over it
     */
    static synchronized void learn(long key, HeldLocks held, int prefix, Object lock, boolean ofRing) {
        int at = table.find(key);
        if (at >= 0) {
            table.seen[at] = Witness.with(table.seen[at], held, prefix, lock, ofRing);
            return;
        }
        if (2 * (size + 1) > table.keys.length) {
            grow();
        }
        table.put(key, Witness.with(null, held, prefix, lock, ofRing));
        size++;
    }

    /** Adds a chain of which no instance matters. */
    static synchronized void add(long key) {
        if (table.find(key) < 0) {
            if (2 * (size + 1) > table.keys.length) {
                grow();
            }
            table.put(key, Witness.ENOUGH);
            size++;
        }
    }

    /** {@return whether a chain has been validated} */
    static boolean contains(long key) {
        return table.find(key) >= 0;
    }

    /** {@return how often the table was full and had to be emptied} */
    static synchronized long flushes() {
        return flushes;
    }

    /** {@return how many chains are known} */
    static synchronized int size() {
        return size;
    }

    static synchronized void clear() {
        table = new Table(FIRST_CAPACITY);
        size = 0;
    }

    private static void grow() {
        Table old = table;
        if (old.keys.length == MAX_CAPACITY) {
            flushes++;
            clear();
            return;
        }
        Table larger = new Table(2 * old.keys.length);
        for (int i = 0; i < old.keys.length; i++) {
            if (old.keys[i] != 0) {
                larger.put(old.keys[i], old.seen[i]);
            }
        }
        table = larger;
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
