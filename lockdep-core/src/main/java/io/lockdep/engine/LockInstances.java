package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Lock objects with a class of their own: a weak identity table, read without locking.
 *
 * <p>Costs about 50 bytes per lock (a 32-byte entry and its share of the slots). Entries of dead locks go when the table
 * is rebuilt, which happens when it fills.
 *
 * <p>Hashes stand in an array of their own: an entry often lies in the same cache line as its lock, so looking at the
 * entry of another lock would wait for the thread that is taking that one.
 */
final class LockInstances {

    private static final int FIRST_CAPACITY = 256;

    // Not volatile: who reads an old table, or an entry half written, misses and asks again under the lock.
    private static Table table = new Table(FIRST_CAPACITY);
    private static int used;

    private LockInstances() {}

    /** {@return the index of a lock's class, or 0 if it has none of its own} */
    static int find(Object lock, int hash) {
        Entry found = table.find(lock, hash);
        return found == null ? 0 : found.lockClass;
    }

    /** {@return the index of a lock's class, which becomes the given one if it has none of its own} */
    static synchronized int findOrPut(Object lock, int hash, int lockClass) {
        int known = find(lock, hash);
        if (known == 0) {
            put(lock, hash, lockClass);
            return lockClass;
        }
        return known;
    }

    /** Gives a lock a class, in place of the one it may have. */
    static synchronized void put(Object lock, int hash, int lockClass) {
        Entry known = table.find(lock, hash);
        if (known != null) {
            known.lockClass = lockClass;
            return;
        }
        if (2 * (used + 1) > table.hashes.length) {
            rebuild();
        }
        table.add(new Entry(lock, lockClass), hash);
        used++;
    }

    private static void rebuild() {
        Table old = table;
        int live = 0;
        for (Entry each : old.entries) {
            if (each != null && !each.refersTo(null)) {
                live++;
            }
        }
        int capacity = old.hashes.length;
        while (3 * (live + 1) > capacity) {
            capacity *= 2;
        }
        Table fresh = new Table(capacity);
        used = 0;
        for (int i = 0; i < old.hashes.length; i++) {
            Entry each = old.entries[i];
            if (each != null && !each.refersTo(null)) {
                fresh.add(each, old.hashes[i]);
                used++;
            }
        }
        table = fresh;
    }

    /** Open addressing. A hash of 0 is a free slot; HotSpot never gives one. */
    private static final class Table {

        final int[] hashes;
        final @Nullable Entry[] entries;

        Table(int capacity) {
            hashes = new int[capacity];
            entries = new Entry[capacity];
        }

        @Nullable
        Entry find(Object lock, int hash) {
            int mask = hashes.length - 1;
            int at = hash & mask;
            int there;
            while ((there = hashes[at]) != 0) {
                if (there == hash) {
                    Entry entry = entries[at];
                    if (entry != null && entry.refersTo(lock)) {
                        return entry;
                    }
                }
                at = (at + 1) & mask;
            }
            return null;
        }

        void add(Entry entry, int hash) {
            int mask = hashes.length - 1;
            int at = hash & mask;
            while (hashes[at] != 0) {
                at = (at + 1) & mask;
            }
            entries[at] = entry;
            hashes[at] = hash;
        }
    }

    private static final class Entry extends WeakReference<@Nullable Object> {

        int lockClass;

        Entry(Object lock, int lockClass) {
            super(lock);
            this.lockClass = lockClass;
        }
    }
}
