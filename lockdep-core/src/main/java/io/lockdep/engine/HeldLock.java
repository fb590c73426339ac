package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/** One slot of a held stack. Slots are made once per thread and depth and used again. */
final class HeldLock {

    /** The lock object; null while the slot is free, so that a lock is not kept alive by having been held. */
    @Nullable
    Object lock;

    /** Identity hash, taken before the lock was: asking a locked monitor for it is slow and inflates it. 0 if not taken. */
    int hash;

    /** Where it was taken, an index of {@link Sites}; 0 if not known. */
    int site;

    /** How it was taken, see {@link Acquisition}. */
    int flags;

    /** Exclusive holds, counted because locks are re-entrant. */
    int holds;

    /** Shared holds. */
    int sharedHolds;

    /** Index of its class; valid below {@link HeldLocks#resolved}. */
    int lockClass;

    /** Chain key of the stack up to and including this slot; valid below {@link HeldLocks#resolved}. */
    long key;
}
