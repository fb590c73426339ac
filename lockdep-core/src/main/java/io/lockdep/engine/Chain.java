package io.lockdep.engine;

/**
 * Makes the keys of chains from a held stack.
 *
 * <p>How a lock was taken is part of the key, as the mode is in Linux: a chain through a try-acquisition has more
 * dependencies than the same chain without. Instances are part of it only where instances of one class are nested.
 */
final class Chain {

    private static final long NOTHING_HELD = 0x9E3779B97F4A7C15L;
    private static final int REPLAYED = -1;
    private static final int TOUCHED = -2;
    private static final int SIGNALLED = -3;
    private static final int AGAIN = -4;
    private static final int JUDGED = -5;
    private static final int BODY = -6;

    private Chain() {}

    /**
     * The key of an acquisition inside others.
     *
     * @param held the thread's stack
     * @param at how many of its entries are below the acquisition, at least one
     * @param lock the lock that is asked for
     * @param lockClass index of its class
     * @param flags how it is asked for
     */
    static long key(HeldLocks held, int at, Object lock, int lockClass, int flags) {
        boolean same = held.lockClass() == lockClass;
        long key = held.word() & 0xffffffffL;
        for (int i = 1; i < at; i++) {
            HeldLock entry = held.at(i);
            same |= entry.lockClass() == lockClass;
            key = ChainCache.extend(key, entry.word());
        }
        key = ChainCache.extend(key, HeldLock.word(flags, lockClass));
        return same ? withInstances(key, held, at, lock, lockClass) : key;
    }

    private static long withInstances(long classes, HeldLocks held, int at, Object lock, int lockClass) {
        if (!Engine.graph().classAt(lockClass).keepsOrder()) {
            return classes;
        }
        long key = ChainCache.extend(classes, System.identityHashCode(lock));
        for (int i = 0; i < at; i++) {
            HeldLock entry = held.at(i);
            if (entry.lockClass() == lockClass) {
                key = ChainCache.extend(key, System.identityHashCode(entry.lock));
            }
        }
        return key;
    }

    /** The key of an acquisition at any depth. */
    static long keyAnywhere(HeldLocks held, int at, Object lock, int lockClass, int flags) {
        return at == 0 ? outermost(lockClass, flags) : key(held, at, lock, lockClass, flags);
    }

    /** The key of an acquisition inside none. */
    static long outermost(int lockClass, int flags) {
        return ChainCache.extend(NOTHING_HELD, HeldLock.word(flags, lockClass));
    }

    /** The key of an acquisition by a body, inside no lock. */
    static long inBody(long body, int lockClass, int flags) {
        return ChainCache.extend(ChainCache.extend(body, BODY), HeldLock.word(flags, lockClass));
    }

    /** A key of its own for a lock that is held already: what a real wait would say is not learnt from it. */
    static long replayed(long key) {
        return ChainCache.extend(key, REPLAYED);
    }

    /** A key of its own for a wait after which nothing is held. */
    static long touched(long key) {
        return ChainCache.extend(key, TOUCHED);
    }

    /** A key of its own for an event that is signalled. */
    static long signalled(long key) {
        return ChainCache.extend(key, SIGNALLED);
    }

    /** A key of its own for an acquisition that somebody may decide against: known only if nothing was said of it. */
    static long judged(long key) {
        return ChainCache.extend(key, JUDGED);
    }

    /** A key of its own for a further unit of what is held already. */
    static long again(long key) {
        return ChainCache.extend(key, AGAIN);
    }
}
