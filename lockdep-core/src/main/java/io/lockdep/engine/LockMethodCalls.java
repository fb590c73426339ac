package io.lockdep.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The methods of its own locks that the program is in, on one thread, outermost first. Used by its own thread only.
 *
 * <p>An entry that was left without notice, as by a stack overflow in a hook, goes with the next one below it.
 */
final class LockMethodCalls {

    private @Nullable ProgramLock[] locks = new ProgramLock[4];
    private int[] depths = new int[4];
    private int[] sites = new int[4];
    private boolean[] announced = new boolean[4];
    private int size;

    private int leftDepth;
    private int leftSite;
    private boolean leftAnnounced;

    /** {@return whether the thread is in any} */
    boolean isInAny() {
        return size > 0;
    }

    /** {@return whether the thread is in a method of a lock} */
    boolean isIn(ProgramLock lock) {
        return last(lock) >= 0;
    }

    private int last(ProgramLock lock) {
        for (int i = size - 1; i >= 0; i--) {
            if (locks[i] == lock) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A method has begun.
     *
     * @param lock the lock
     * @param depth how many locks are held
     * @param site number of the caller's place
     * @param announces whether it will be said that the lock is taken
     */
    void enter(ProgramLock lock, int depth, int site, boolean announces) {
        if (size == locks.length) {
            locks = Arrays.copyOf(locks, 2 * size);
            depths = Arrays.copyOf(depths, 2 * size);
            sites = Arrays.copyOf(sites, 2 * size);
            announced = Arrays.copyOf(announced, 2 * size);
        }
        locks[size] = lock;
        depths[size] = depth;
        sites[size] = site;
        announced[size] = announces;
        size++;
    }

    /**
     * A method has ended.
     *
     * @return whether it was the outermost one of its lock; what was noted when it began can be asked until the next
     */
    boolean leave(ProgramLock lock) {
        int at = last(lock);
        if (at < 0) {
            return false;
        }
        for (int i = at; i < size; i++) {
            locks[i] = null;
        }
        size = at;
        leftDepth = depths[at];
        leftSite = sites[at];
        leftAnnounced = announced[at];
        return !isIn(lock);
    }

    /** {@return how many locks were held when the method began that has ended last} */
    int leftDepth() {
        return leftDepth;
    }

    /** {@return where it was called} */
    int leftSite() {
        return leftSite;
    }

    /** {@return whether the lock had been announced} */
    boolean leftAnnounced() {
        return leftAnnounced;
    }
}
