package io.lockdep.engine;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of locks that the program has written itself: classes of its own that implement {@link Lock} or
 * {@link ReadWriteLock}.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>Locks and wrappers.</b> A lock whose {@code lock()} leaves another known lock held is only a wrapper: that other
 * lock is the one to watch, and counting both would say everything twice. What a type is, its first acquisition that
 * succeeds shows; until then acquisitions are told when they are done, afterwards before they may block.
 *
 * <p><b>What a lock is made of.</b> One method often calls another one of the same lock ({@code lock()} tries in a loop),
 * so only the outermost call counts. Conditions and monitors that are waited on inside are how the lock works, and no
 * signals that a holder waits for; see {@link ConditionWaits}.
 *
 * <p><b>Nothing is known of the rules</b> of such a lock: whether it is reentrant, whether readers may become writers,
 * whether another thread may release it. So no self-deadlock is claimed.
 *
 * <p>Called by instrumented code, from any thread; the same rules hold as for {@link LockEvents}.
 */
public final class ProgramLockEvents {

    private static final boolean ON = Engine.options().enabled();

    private ProgramLockEvents() {}

    /**
     * A method of a lock has begun that takes it.
     *
     * @param lock {@code this} of the method, whatever that is
     * @param flags how it is taken, see {@link Acquisition}
     */
    public static void begins(Object lock, int flags) {
        if (ON && lock instanceof Lock) {
            HeldLocks held = ThreadTable.current();
            try {
                LockType type = typeOf(lock);
                if (type != null && !held.isBusy()) {
                    begins(held, lock, type, flags);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void begins(HeldLocks held, Object lock, LockType type, int flags) {
        ProgramLock known = ProgramLocks.of(lock);
        if (known == null) {
            return;
        }
        known.isTaken = true;
        LockMethodCalls calls = held.thread.calls();
        boolean inner = calls.isIn(known.whole);
        boolean announces = !inner && type.isLock && !Acquisition.isTried(flags);
        int site = held.pendingSite;
        if (announces) {
            take(held, known, flags);
        }
        calls.enter(known.whole, held.depth(), site, announces);
    }

    private static void take(HeldLocks held, ProgramLock known, int flags) {
        int site = held.pendingSite;
        held.pendingSite = 0;
        if (known.whole != known && known.mode == Acquisition.EXCLUSIVE) {
            LockEvents.seeWriter(held, known.whole, site);
        }
        held.acquire(known.whole, flags | known.mode, site);
    }

    /**
     * A method of a lock has ended that takes it.
     *
     * @param taken whether it did
     * @param lock as before
     * @param flags as before
     */
    public static void ended(boolean taken, Object lock, int flags) {
        if (ON && lock instanceof Lock) {
            HeldLocks held = ThreadTable.current();
            try {
                ProgramLock known = held.isBusy() ? null : ProgramLocks.find(lock);
                if (known != null && held.thread.calls().leave(known.whole)) {
                    ended(held, known, LockTypes.of(lock.getClass()), taken, flags);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void ended(HeldLocks held, ProgramLock known, LockType type, boolean taken, int flags) {
        LockMethodCalls calls = held.thread.calls();
        boolean announced = calls.leftAnnounced();
        if (!taken) {
            if (announced) {
                held.release(known.whole, flags | known.mode);
            }
            held.pendingSite = 0;
            return;
        }
        if (held.depth() > calls.leftDepth()) {
            type.isWrapper = true;
            if (announced) {
                held.release(known.whole, flags | known.mode);
            }
        } else if (!announced) {
            type.isLock = true;
            held.pendingSite = calls.leftSite();
            take(held, known, flags);
        }
    }

    /**
     * A method of a lock has begun that releases it.
     *
     * @param lock {@code this} of the method, whatever that is
     */
    public static void releases(Object lock) {
        if (ON && lock instanceof Lock) {
            HeldLocks held = ThreadTable.current();
            try {
                ProgramLock known = held.isBusy() ? null : ProgramLocks.find(lock);
                if (known != null) {
                    held.thread.calls().enter(known.whole, held.depth(), 0, false);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * A method of a lock has ended that releases it.
     *
     * @param done whether it did
     * @param lock as before
     */
    public static void released(boolean done, Object lock) {
        if (ON && lock instanceof Lock) {
            HeldLocks held = ThreadTable.current();
            try {
                ProgramLock known = held.isBusy() ? null : ProgramLocks.find(lock);
                if (known != null && held.thread.calls().leave(known.whole) && done) {
                    released(held, known, LockTypes.of(lock.getClass()));
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void released(HeldLocks held, ProgramLock known, LockType type) {
        if (!held.release(known.whole, known.mode) && type.isLock && !type.isWrapper) {
            LockEvents.handedOver(known.whole);
        }
    }

    // Null for what is no lock of the program's own, or is only the wrapper of one.
    private static @Nullable LockType typeOf(Object lock) {
        LockType type = LockTypes.of(lock.getClass());
        return type.isWrapper || !ProgramLocks.isOne(lock) ? null : type;
    }

    /**
     * The monitor of an object is about to be entered by a synchronized method that takes or releases a lock. If the
     * object is that lock, its monitor is what the lock is made of.
     *
     * @param lock the object
     * @param site number of the place
     * @return the thread's state, to be handed to {@link LockEvents#monitorExit}; null if it is such a lock
     */
    public static @Nullable HeldLocks monitorEnter(Object lock, int site) {
        return lock instanceof Lock ? null : LockEvents.monitorEnter(lock, null, site);
    }

    /**
     * A read-write lock has handed out one of its views.
     *
     * @param view what a method called {@code readLock} or {@code writeLock} returns
     * @param lock {@code this} of the method, whatever that is
     * @param flags how the view takes the lock, see {@link Acquisition}
     */
    public static void viewed(@Nullable Object view, Object lock, int flags) {
        if (ON && view != null && view != lock && lock instanceof ReadWriteLock && ProgramLocks.isOne(view)) {
            link(view, lock, flags);
        }
    }

    /**
     * A lock has made a condition.
     *
     * @param condition the condition
     * @param lock {@code this} of the method, whatever that is
     */
    public static void conditionMade(@Nullable Object condition, Object lock) {
        if (ON && condition != null && lock instanceof Lock && Conditions.isCondition(condition)) {
            link(condition, lock, Acquisition.EXCLUSIVE);
        }
    }

    /**
     * Something has been made that may be a lock of the program's own.
     *
     * @param lock the object
     * @param site number of the place, which names its class if it is one
     */
    public static void made(Object lock, int site) {
        if (ON && ProgramLocks.isOne(lock)) {
            LockEvents.made(lock, site);
        }
    }

    private static void link(Object part, Object lock, int mode) {
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            if (ProgramLocks.isOne(lock)) {
                ProgramLocks.link(part, lock, mode);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }
}
