package io.lockdep.engine;

/**
 * The set of chains that have been validated, by key: the end of the hot path.
 *
 * <p>A chain is the held stack as a sequence of (class, mode, how taken); its key is a rolling 64-bit hash, restartable at
 * any depth. Lookups are plain reads of an open-addressing table. A reader that misses a key being added merely
 * validates the chain again; keys are added only after validation, so a reader never finds one too early.
 *
 * <p>A chain comes here when nothing can be learnt from it any more. Until then it is one of the {@link Unsettled}.
 */
final class ChainCache {

    private static final long MIX = 0xD6E8FEB86659FD93L;
    private static final int FIRST_CAPACITY = 1 << 10;

    private static long[] table = new long[FIRST_CAPACITY];
    private static int size;

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

    /** {@return whether a chain has been validated} */
    static boolean contains(long key) {
        long[] keys = table;
        int mask = keys.length - 1;
        int at = (int) key & mask;
        long found;
        while ((found = keys[at]) != 0) {
            if (found == key) {
                return true;
            }
            at = (at + 1) & mask;
        }
        return false;
    }

    /** Adds a chain that has been validated. A full table is emptied: its chains are validated again, nothing is lost. */
    static synchronized void add(long key) {
        if (contains(key)) {
            return;
        }
        if (size >= Engine.options().limits().chains()) {
            Limit.CHAINS.hit();
            clear();
        }
        if (2 * (size + 1) > table.length) {
            grow();
        }
        put(table, key);
        size++;
    }

    /** {@return how many chains are settled} */
    static synchronized int size() {
        return size;
    }

    static synchronized void clear() {
        table = new long[FIRST_CAPACITY];
        size = 0;
    }

    private static void grow() {
        long[] old = table;
        long[] larger = new long[2 * old.length];
        for (long key : old) {
            if (key != 0) {
                put(larger, key);
            }
        }
        table = larger;
    }

    private static void put(long[] keys, long key) {
        int mask = keys.length - 1;
        int at = (int) key & mask;
        while (keys[at] != 0) {
            at = (at + 1) & mask;
        }
        keys[at] = key;
    }
}
