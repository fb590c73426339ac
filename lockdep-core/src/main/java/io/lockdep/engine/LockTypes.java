package io.lockdep.engine;

import java.util.BitSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Types of lock objects, found without locking in an open-addressing table hashed by name.
 *
 * <p>Not {@code ClassValue}: it costs twice as much and runs instrumented code of the JDK. Not the identity hash: a type
 * may be locked itself. Entries of unloaded types go when the table is rebuilt: there are never more than the program has
 * types.
 */
final class LockTypes {

    // Not volatile: who reads an old table, or an entry half written, misses and asks again under the lock.
    private static @Nullable LockType[] table = new LockType[128];
    private static int used;

    // Types that had a class can go without their loader: hidden classes do.
    private static boolean hasLost;

    private LockTypes() {}

    /** {@return what is known of a type} */
    static LockType of(Class<?> type) {
        int hash = type.getName().hashCode();
        @Nullable LockType[] types = table;
        int mask = types.length - 1;
        int at = spread(hash) & mask;
        LockType found;
        while ((found = types[at]) != null) {
            if (found.hash == hash && found.refersTo(type)) {
                return found;
            }
            at = (at + 1) & mask;
        }
        return add(type, hash);
    }

    private static synchronized LockType add(Class<?> type, int hash) {
        LockType fresh = new LockType(type, hash, isByInstance(type));
        @Nullable LockType[] types = table;
        if (2 * (used + 1) > types.length) {
            types = rebuild(types);
        }
        LockType known = put(types, fresh, type);
        table = types;
        if (known == fresh) {
            used++;
            Anchor.of(type.getClassLoader());
        }
        return known;
    }

    // A monitor of an application's type plays the part of its type. Objects of the JDK and Lock objects are used for
    // everything, so what they are for is decided where they are made.
    private static boolean isByInstance(Class<?> type) {
        // String buffers come and go by the million; only those kept in fields are told apart.
        return (type.getClassLoader() == null && type != StringBuffer.class)
                || type.isArray()
                || Lock.class.isAssignableFrom(type)
                || ReadWriteLock.class.isAssignableFrom(type);
    }

    private static @Nullable LockType[] rebuild(@Nullable LockType[] types) {
        int live = 0;
        for (LockType each : types) {
            if (each != null && !each.refersTo(null)) {
                live++;
            }
        }
        @Nullable LockType[] fresh = new LockType[4 * (live + 1) > types.length ? 2 * types.length : types.length];
        used = 0;
        for (LockType each : types) {
            Class<?> type = each == null ? null : each.get();
            if (each != null && type != null) {
                put(fresh, each, type);
                used++;
            } else if (each != null) {
                hasLost |= each.lockClass != 0 || each.classObject != 0;
            }
        }
        return fresh;
    }

    private static LockType put(@Nullable LockType[] types, LockType entry, Class<?> type) {
        int mask = types.length - 1;
        int at = spread(entry.hash) & mask;
        LockType found;
        while ((found = types[at]) != null) {
            if (found.hash == entry.hash && found.refersTo(type)) {
                return found;
            }
            at = (at + 1) & mask;
        }
        types[at] = entry;
        return entry;
    }

    /**
     * Drops entries of unloaded types.
     *
     * @return whether one of them, since the last call, was that of a lock class
     */
    static synchronized boolean purge() {
        table = rebuild(table);
        boolean lost = hasLost;
        hasLost = false;
        return lost;
    }

    /** Marks the classes of types that are loaded. */
    static synchronized void mark(BitSet used) {
        for (LockType each : table) {
            if (each != null && !each.refersTo(null)) {
                used.set(each.lockClass);
                used.set(each.classObject);
            }
        }
    }

    /** Lets types ask again for the class that there was no room for. */
    static synchronized void lookAgain() {
        int further = Engine.graph().further().index();
        for (LockType each : table) {
            if (each != null && each.lockClass == further) {
                each.lockClass = 0;
            }
        }
    }

    /** {@return how many types are known, dead ones that were not dropped yet among them} */
    static synchronized int count() {
        return used;
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
