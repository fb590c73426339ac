package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Lock objects with a class of their own: a weak identity table, read without locking.
 *
 * <p>Costs about 50 bytes per lock (a 40-byte entry and its share of the slots). Entries of dead locks go when the
 * table is rebuilt, which happens when it fills.
 */
final class LockInstances {

    private static volatile @Nullable Entry[] table = new Entry[256];
    private static int used;

    private LockInstances() {}

    /** {@return the index of a lock's class, or 0 if it has none of its own} */
    static int find(Object lock, int hash) {
        @Nullable Entry[] entries = table;
        int mask = entries.length - 1;
        int at = hash & mask;
        Entry found;
        while ((found = entries[at]) != null) {
            if (found.hash == hash && found.refersTo(lock)) {
                return found.lockClass;
            }
            at = (at + 1) & mask;
        }
        return 0;
    }

    /** Gives a lock a class, in place of the one it may have. */
    static synchronized void put(Object lock, int hash, int lockClass) {
        @Nullable Entry[] entries = table;
        if (2 * (used + 1) > entries.length) {
            entries = rebuild(entries);
        }
        int mask = entries.length - 1;
        int at = hash & mask;
        Entry found;
        while ((found = entries[at]) != null) {
            if (found.hash == hash && found.refersTo(lock)) {
                found.lockClass = lockClass;
                return;
            }
            at = (at + 1) & mask;
        }
        entries[at] = new Entry(lock, hash, lockClass);
        used++;
        table = entries;
    }

    private static @Nullable Entry[] rebuild(@Nullable Entry[] entries) {
        int live = 0;
        for (Entry each : entries) {
            if (each != null && !each.refersTo(null)) {
                live++;
            }
        }
        int capacity = entries.length;
        while (3 * (live + 1) > capacity) {
            capacity *= 2;
        }
        @Nullable Entry[] fresh = new Entry[capacity];
        int mask = capacity - 1;
        used = 0;
        for (Entry each : entries) {
            if (each != null && !each.refersTo(null)) {
                int at = each.hash & mask;
                while (fresh[at] != null) {
                    at = (at + 1) & mask;
                }
                fresh[at] = each;
                used++;
            }
        }
        return fresh;
    }

    private static final class Entry extends WeakReference<@Nullable Object> {

        final int hash;
        int lockClass;

        Entry(Object lock, int hash, int lockClass) {
            super(lock);
            this.hash = hash;
            this.lockClass = lockClass;
        }
    }
}
