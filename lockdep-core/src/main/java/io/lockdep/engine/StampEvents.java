package io.lockdep.engine;

import java.util.concurrent.locks.StampedLock;

/**
 * The events of stamped locks that {@link LockEvents} has no words for, because their methods answer with a stamp rather
 * than with yes or no, and because any thread may give a stamp back.
 *
 * <p>Called by the JDK's {@link StampedLock}; the same rules hold as for {@link LockEvents}.
 */
public final class StampEvents {

    private static final boolean ON = Engine.options().enabled();

    private static final int WRITE = Acquisition.EXCLUSIVE | Acquisition.ONCE;
    private static final int READ = Acquisition.SHARED | Acquisition.ONCE;
    private static final int NOT_HELD = -1;

    private StampEvents() {}

    /**
     * A lock was tried without waiting.
     *
     * @param stamp what came of it, 0 for nothing
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     */
    public static void tried(long stamp, Object lock, int flags) {
        LockEvents.tried(stamp != 0, lock, flags);
    }

    /**
     * An announced acquisition has ended one way or the other.
     *
     * @param stamp what came of it, 0 for nothing
     * @param lock the lock
     * @param flags as announced
     */
    public static void ended(long stamp, Object lock, int flags) {
        LockEvents.ended(stamp != 0, lock, flags);
    }

    /**
     * A lock has been released, perhaps by another thread than the one that took it.
     *
     * @param lock the lock
     * @param flags how it was held
     */
    public static void released(Object lock, int flags) {
        if (ON && !LockEvents.release(lock, flags)) {
            LockEvents.handedOver(lock);
        }
    }

    /**
     * A lock may have been released.
     *
     * @param done whether it was
     * @param lock the lock
     * @param flags how it was held
     */
    public static void released(boolean done, Object lock, int flags) {
        if (done) {
            released(lock, flags);
        }
    }

    /**
     * What was held one way is held another way now, or not at all, without waiting.
     *
     * @param to the stamp that came of it, 0 if nothing has changed
     * @param from the stamp before
     * @param lock the lock
     */
    public static void converted(long to, long from, Object lock) {
        if (!ON) {
            return;
        }
        int had = how(from);
        int has = how(to);
        if (to != 0 && had != has) {
            if (had != NOT_HELD) {
                released(lock, had);
            }
            if (has != NOT_HELD) {
                LockEvents.tried(true, lock, has);
            }
        }
        LockEvents.at(0);
    }

    private static int how(long stamp) {
        return StampedLock.isWriteLockStamp(stamp) ? WRITE : StampedLock.isReadLockStamp(stamp) ? READ : NOT_HELD;
    }
}
