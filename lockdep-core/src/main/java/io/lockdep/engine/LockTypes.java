package io.lockdep.engine;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Types of lock objects, found without locking in an open-addressing table hashed by name.
 *
 * <p>Not {@code ClassValue}: it costs twice as much and runs instrumented code of the JDK. Not the identity hash: a type
 * may be locked itself. Entries of unloaded types go when the table is rebuilt.
 */
final class LockTypes {

    // Not volatile: who reads an old table, or an entry half written, misses and asks again under the lock.
    private static @Nullable LockType[] table = new LockType[128];
    private static int used;

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
        }
        return known;
    }

    // A monitor of an application's type plays the part of its type. Objects of the JDK and Lock objects are used for
    // everything, so what they are for is decided where they are made.
    private static boolean isByInstance(Class<?> type) {
        return type.getClassLoader() == null
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

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
