package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * One slot of a held stack. Slots are made once per thread and depth and used again.
 *
 * <p>Few and wide fields: an uncontended lock is one atomic instruction, which has to wait for every store before it.
 */
class HeldLock {

    private static final int SITE_SHIFT = 32;
    private static final int FLAGS_SHIFT = 24;
    private static final int FLAGS_MASK = 0xff;
    private static final int CLASS_MASK = 0xffffff;
    private static final int SITE_MASK = Integer.MAX_VALUE;
    private static final long SHARED_AGAIN = 1L << 32;
    private static final long EXCLUSIVE_COUNT = SHARED_AGAIN - 1;
    private static final long PIN = 1L << 56;

    /** The lock object; null while the slot is free, so that a lock is not kept alive by having been held. */
    @Nullable
    Object lock;

    /**
     * Where and how it was taken, and what it is: {@link WaitMark} (1 bit), place (31 bits), {@link Acquisition} (8 bits),
     * index of the class (24 bits; 0 if it was not worth finding out, in the outermost slot only).
     */
    long what;

    /**
     * Further holds, counted because locks are re-entrant: exclusive ones (32 bits), shared ones (24 bits), and above
     * them how often it is pinned. 0 while the slot is free.
     */
    long again;

    static long what(int site, int word) {
        return ((long) site << SITE_SHIFT) | (word & 0xffffffffL);
    }

    /** {@return how and what in one word, which is what chains are made of} */
    static int word(int flags, int lockClass) {
        return (flags << FLAGS_SHIFT) | lockClass;
    }

    int word() {
        return (int) what;
    }

    int site() {
        return (int) (what >>> SITE_SHIFT) & SITE_MASK;
    }

    int flags() {
        return (word() >>> FLAGS_SHIFT) & FLAGS_MASK;
    }

    /** {@return the index of the class, 0 if not known} */
    int lockClass() {
        return word() & CLASS_MASK;
    }

    void holdAgain(int flags) {
        again += Acquisition.isShared(flags) ? SHARED_AGAIN : 1;
    }

    /** {@return how often it is held} */
    int holds() {
        return 1 + (int) (again & EXCLUSIVE_COUNT) + (int) (again % PIN / SHARED_AGAIN);
    }

    /** {@return whether it is held once only, pinned or not} */
    boolean isHeldOnce() {
        return again % PIN == 0;
    }

    /** {@return how many units are held or asked for, if it is a supply} */
    long units() {
        return 1 + (again & EXCLUSIVE_COUNT);
    }

    boolean isPinned() {
        return again / PIN != 0;
    }

    void pin() {
        again += PIN;
    }

    void unpin() {
        again -= PIN;
    }

    /**
     * Takes back one of several holds.
     *
     * @return whether what was held exclusively is only read from here on
     */
    boolean releaseOne(int flags) {
        long exclusive = again & EXCLUSIVE_COUNT;
        boolean readsLeft = again % PIN >= SHARED_AGAIN;
        if (readsLeft && (Acquisition.isShared(flags) || (exclusive == 0 && Acquisition.isShared(flags())))) {
            again -= SHARED_AGAIN;
            return false;
        }
        if (exclusive > 0) {
            again--;
            return false;
        }
        // The first hold was the exclusive one; the reads within it remain.
        again -= SHARED_AGAIN;
        what = what(site(), word(Acquisition.withMode(flags(), Acquisition.SHARED), lockClass()));
        return true;
    }

    void copyFrom(HeldLock other) {
        lock = other.lock;
        what = other.what;
        again = other.again;
    }

    void swap(HeldLock other) {
        Object otherLock = other.lock;
        long otherWhat = other.what;
        long otherAgain = other.again;
        other.copyFrom(this);
        lock = otherLock;
        what = otherWhat;
        again = otherAgain;
    }

    void free() {
        lock = null;
        again = 0;
    }
}
