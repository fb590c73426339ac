package io.lockdep.engine;

import java.lang.ref.WeakReference;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Lock objects with a class of their own: a weak identity table, read without locking.
 *
 * <p>Costs about 50 bytes per lock (a 32-byte entry and its share of the slots). Entries of dead locks go when the table
 * is rebuilt, which happens when it fills and when somebody calls {@link #purge}.
 *
 * <p>Hashes stand in an array of their own: an entry often lies in the same cache line as its lock, so looking at the
 * entry of another lock would wait for the thread that is taking that one.
 */
final class LockInstances {

    private static final int FIRST_CAPACITY = 256;

    /** Looking for dead locks costs at most one part of so many of the time. */
    private static final int PURGE_SHARE = 16;

    /** Dead locks are looked for when one part of so many is in use. */
    private static final int PURGE_FROM = 4;

    // Not volatile: who reads an old table, or an entry half written, misses and asks again under the lock.
    private static Table table = new Table(FIRST_CAPACITY);
    private static int used;

    // Dead locks are looked for after a collection, and seldom: it takes time. Between two collections they count.
    private static boolean full;
    private static NextCollection collection = new NextCollection();
    private static long purgeFromNs = System.nanoTime();

    /** Whether a lock has been refused under the present bound. */
    private static volatile boolean refused;

    /** How many entries make it worth looking for dead ones: room is to be there before the table is full. */
    private static int purgeAt = Engine.options().limits().instances() / PURGE_FROM;

    private LockInstances() {}

    /** {@return the index of a lock's class, or 0 if it has none of its own} */
    static int find(Object lock, int hash) {
        Entry found = table.find(lock, hash);
        return found == null ? 0 : found.lockClass;
    }

    /**
     * Finds the class of a lock, or gives it one.
     *
     * @return the index of its class, which becomes the given one if it has none of its own; 0 if there is no room
     */
    static int findOrPut(Object lock, int hash, int lockClass) {
        Entry own = keep(lock, hash, lockClass);
        return own == null ? 0 : own.lockClass;
    }

    /** Gives a lock a class, in place of the one it may have; if there is no room it has none. */
    static void put(Object lock, int hash, int lockClass) {
        Entry own = keep(lock, hash, lockClass);
        if (own != null) {
            own.lockClass = lockClass;
        }
    }

    /** {@return whether no lock more can have a class of its own} */
    static boolean isFull() {
        return full && !mayPurge();
    }

    // What misses the caches is done before the lock is taken.
    private static @Nullable Entry keep(Object lock, int hash, int lockClass) {
        Entry known = table.find(lock, hash);
        if (known == null) {
            Shortage.check();
        }
        if (known == null && isFull()) {
            return refuse();
        }
        return known != null ? known : add(new Entry(lock, lockClass), lock, hash);
    }

    private static synchronized @Nullable Entry add(Entry fresh, Object lock, int hash) {
        int most = Engine.options().limits().instances();
        if (used >= Math.min(most, purgeAt) && mayPurge()) {
            long start = System.nanoTime();
            rebuild();
            long end = System.nanoTime();
            purgeFromNs = end + PURGE_SHARE * (end - start);
            purgeAt = Math.max(most / PURGE_FROM, 2 * used);
        }
        full = used >= most;
        if (full) {
            return refuse();
        }
        if (2 * (used + 1) > table.hashes.length) {
            rebuild();
        }
        Entry entry = table.findOrAdd(fresh, lock, hash);
        used += entry == fresh ? 1 : 0;
        return entry;
    }

    private static boolean mayPurge() {
        return collection.isOver() && System.nanoTime() - purgeFromNs >= 0;
    }

    private static @Nullable Entry refuse() {
        refused = true;
        Limit.INSTANCES.hit();
        return null;
    }

    /** {@return whether there was ever no room, so that a lock without a class may be one that had a name} */
    static boolean hasRefused() {
        return refused;
    }

    /** Counts anew, under a new bound. */
    static void reset() {
        refused = false;
        purgeAt = Engine.options().limits().instances() / PURGE_FROM;
    }

    private static void rebuild() {
        collection = new NextCollection();
        Table old = table;
        // Looking at an entry misses the caches: once is enough.
        int[] live = new int[used];
        int count = 0;
        for (int i = 0; i < old.hashes.length; i++) {
            Entry each = old.entries[i];
            if (each != null && !each.refersTo(null)) {
                live[count++] = i;
            }
        }
        int capacity = FIRST_CAPACITY;
        while (3 * (count + 1) > capacity) {
            capacity *= 2;
        }
        Table fresh = new Table(capacity);
        for (int k = 0; k < count; k++) {
            fresh.add(old.entries[live[k]], old.hashes[live[k]]);
        }
        used = count;
        table = fresh;
    }

    /** Drops entries of dead locks, and the room they took. */
    static synchronized void purge() {
        rebuild();
        full = used >= Engine.options().limits().instances();
    }

    /** Does so unless there is little to gain. */
    static synchronized void purgeIfMany() {
        if (full || 8L * (used - count()) >= used) {
            purge();
        }
    }

    /** Marks the classes of locks that are alive. */
    static synchronized void mark(BitSet classes) {
        for (Entry each : table.entries) {
            if (each != null && !each.refersTo(null)) {
                classes.set(each.lockClass);
            }
        }
    }

    /** {@return how many living locks have a class of their own} */
    static synchronized int count() {
        int live = 0;
        for (Entry each : table.entries) {
            live += each == null || each.refersTo(null) ? 0 : 1;
        }
        return live;
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

        Entry findOrAdd(Entry entry, Object lock, int hash) {
            Entry known = find(lock, hash);
            if (known == null) {
                add(entry, hash);
            }
            return known == null ? entry : known;
        }

        void add(@Nullable Entry entry, int hash) {
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
