package io.lockdep.engine;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands for a lock of the program: a weak identity table, read without locking, as {@link LockInstances}.
 *
 * <p>Nothing in it keeps a lock alive. Entries of dead ones go when the table fills, and with a collection.
 */
final class ProgramLocks {

    private static final int FIRST_CAPACITY = 64;

    // Not volatile: who reads an old table misses and asks again under the lock.
    private static @Nullable ProgramLock[] table = new ProgramLock[FIRST_CAPACITY];
    private static int used;

    private ProgramLocks() {}

    /** {@return whether an object is a lock that the program has written, and that nobody else tells of} */
    static boolean isOne(Object lock) {
        return (lock instanceof Lock || lock instanceof ReadWriteLock)
                && !(lock instanceof ReentrantLock)
                && !(lock instanceof ReentrantReadWriteLock)
                && !(lock instanceof ReentrantReadWriteLock.ReadLock)
                && !(lock instanceof ReentrantReadWriteLock.WriteLock)
                && !(lock instanceof SelfReporting)
                && lock.getClass().getClassLoader() != null;
    }

    /** {@return what is known of an object, null if nothing} */
    static @Nullable ProgramLock find(Object lock) {
        return find(table, lock, System.identityHashCode(lock));
    }

    /** {@return what stands for a lock; null if there is no room} */
    static @Nullable ProgramLock of(Object lock) {
        int hash = System.identityHashCode(lock);
        ProgramLock known = find(table, lock, hash);
        return known != null ? known : add(lock, hash, null, Acquisition.EXCLUSIVE);
    }

    /** Notes that an object is a part of a lock, unless it has been taken as one of its own. */
    static void link(Object part, Object lock, int mode) {
        int hash = System.identityHashCode(part);
        ProgramLock known = find(table, part, hash);
        ProgramLock of = known != null && (known.isTaken || known.whole != known) ? null : of(lock);
        if (of != null && known == null) {
            add(part, hash, of.whole, mode);
        } else if (of != null) {
            replace(known, new ProgramLock(part, hash, of.whole, mode));
        }
    }

    private static synchronized void replace(@Nullable ProgramLock known, ProgramLock by) {
        for (int i = 0; i < table.length; i++) {
            if (table[i] == known) {
                table[i] = by;
                return;
            }
        }
    }

    private static @Nullable ProgramLock find(@Nullable ProgramLock[] entries, Object lock, int hash) {
        int mask = entries.length - 1;
        int at = hash & mask;
        ProgramLock there;
        while ((there = entries[at]) != null) {
            if (there.hash == hash && there.refersTo(lock)) {
                return there;
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private static synchronized @Nullable ProgramLock add(
            Object lock, int hash, @Nullable ProgramLock whole, int mode) {
        ProgramLock known = find(table, lock, hash);
        if (known != null) {
            return known;
        }
        if (2 * (used + 1) > table.length) {
            rebuild();
        }
        if (used >= Engine.options().limits().instances()) {
            Limit.INSTANCES.hit();
            return null;
        }
        ProgramLock fresh = new ProgramLock(lock, hash, whole, mode);
        put(table, fresh);
        used++;
        return fresh;
    }

    private static void put(@Nullable ProgramLock[] entries, ProgramLock entry) {
        int mask = entries.length - 1;
        int at = entry.hash & mask;
        while (entries[at] != null) {
            at = (at + 1) & mask;
        }
        entries[at] = entry;
    }

    private static void rebuild() {
        int live = 0;
        for (ProgramLock each : table) {
            live += each == null || each.refersTo(null) ? 0 : 1;
        }
        int capacity = FIRST_CAPACITY;
        while (3 * (live + 1) > capacity) {
            capacity *= 2;
        }
        @Nullable ProgramLock[] fresh = new ProgramLock[capacity];
        for (ProgramLock each : table) {
            if (each != null && !each.refersTo(null)) {
                put(fresh, each);
            }
        }
        used = live;
        table = fresh;
    }

    /** Drops entries of dead locks. */
    static synchronized void purge() {
        if (used > 0) {
            rebuild();
        }
    }
}
