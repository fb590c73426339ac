package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a lock that the program has written itself, in events and on held stacks. Not the lock object itself, since
 * its monitor is another lock, by which it is often made.
 *
 * <p>Also what is known of an object that is a part of such a lock: a view that takes it one way, or a condition.
 */
final class ProgramLock extends WeakReference<Object> {

    /** The lock that this is a part of; itself if it is one. */
    final ProgramLock whole;

    /** How taking this part takes the whole, see {@link Acquisition}. */
    final int mode;

    final int hash;

    /** Whether it has been taken, so that what it stands for cannot change any more. */
    boolean isTaken;

    ProgramLock(Object lock, int hash, @Nullable ProgramLock whole, int mode) {
        super(lock);
        this.hash = hash;
        this.whole = whole == null ? this : whole;
        this.mode = mode;
    }

    /** {@return the type of the lock object} */
    Class<?> type() {
        Object lock = get();
        return lock == null ? ProgramLock.class : lock.getClass();
    }
}
