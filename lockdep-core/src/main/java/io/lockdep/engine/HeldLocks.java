package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, outermost first, from which the keys of chains are made. Used by its own thread only.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>The outermost slot is special</b>, and is this object itself, which saves a load. Most acquisitions happen while
 * nothing is held (61 % in H2), and nothing can be learnt from them: they store the object and the place, and that is
 * all. That something is held is told by that object being there, not by a counter, which would be a chain of dependent
 * stores around two atomic instructions.
 *
 * <p><b>Places that nest.</b> The class of the outermost lock is needed when a second lock comes. At a place under which
 * that has happened before it is looked up at once: that needs the identity hash, and asking a monitor that is locked
 * already is slow and inflates it.
 *
 * <p><b>Re-entrancy</b> is recognised by identity before anything else (24 % in H2).
 *
 * <p><b>Order of stores.</b> {@link #nested} is raised last, so that an asynchronous stack overflow inside a hook leaves
 * the stack as it was.
 *
 * <p><b>Busy.</b> While the validator runs on this thread, locks of the JDK that it happens to take are not events.
 *
 * <p>Departs from Linux 6.12 ({@code __lock_acquire}) in the laziness and in keeping a count per entry rather than one
 * entry per acquisition.
 */
public final class HeldLocks extends HeldLock {

    private static final int FIRST_CAPACITY = 4;
    private static final int UNKNOWN = 0;
    private static final int REPLAYED = -1;

    final long owner;
    private final WeakReference<Thread> thread;

    private HeldLock[] stack = slots(new HeldLock[FIRST_CAPACITY], 1);

    /** How many locks are held inside the outermost one. */
    private int nested;

    private boolean busy;
    private boolean complete = true;

    /** Set by an instrumented call site just before it calls a lock's method; consumed by the acquisition. */
    int pendingSite;

    HeldLocks(Thread thread, long id) {
        this.owner = id;
        this.stack[0] = this;
        this.thread = new WeakReference<>(thread);
    }

    boolean isOwnerAlive() {
        Thread t = thread.get();
        return t != null && t.isAlive();
    }

    /** {@return how many locks are held} */
    int depth() {
        return lock == null ? 0 : nested + 1;
    }

    /** {@return the slot at a distance from the outermost lock} */
    HeldLock at(int depth) {
        return stack[depth];
    }

    void acquire(Object wanted, int flags, int site) {
        if (lock != null) {
            acquireInside(wanted, flags, site);
        } else if (Sites.nests(site)) {
            acquireOutermost(wanted, flags, site);
        } else {
            what = what(site, word(flags, UNKNOWN));
            lock = wanted;
        }
    }

    private void acquireOutermost(Object wanted, int flags, int site) {
        int lockClass = UNKNOWN;
        if (!busy) {
            try {
                lockClass = LockClasses.of(wanted, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        what = what(site, word(flags, lockClass));
        lock = wanted;
    }

    private void resolveOutermost() {
        Object outermost = lock;
        if (lockClass() == UNKNOWN && outermost != null) {
            if (site() != 0) {
                Sites.seeNesting(site());
            }
            int lockClass = LockClasses.of(outermost, site());
            what = what(site(), word(flags(), lockClass));
        }
    }

    private void acquireInside(Object wanted, int flags, int site) {
        try {
            HeldLock same = find(wanted);
            if (same != null) {
                again(same, wanted, flags, site);
            } else if (!busy) {
                push(wanted, flags, site);
            }
        } catch (Throwable e) {
            // Not pushed: the release will not find it and is ignored.
            complete = false;
            Engine.internalError(e);
        }
    }

    private void push(Object lock, int flags, int site) {
        int at = nested + 1;
        if (at == stack.length) {
            stack = slots(Arrays.copyOf(stack, 2 * at), at);
        }
        resolveOutermost();
        int lockClass = LockClasses.of(lock, site);
        long key = keyAt(at, lock, lockClass, flags);
        if (!Acquisition.isTried(flags) && !ChainCache.contains(key)) {
            if (dropStrays()) {
                acquire(lock, flags, site);
                return;
            }
            validate(at, lock, lockClass, flags, site, key, false);
        }
        HeldLock entry = stack[at];
        entry.what = what(site, word(flags, lockClass));
        entry.lock = lock;
        nested = at;
    }

    // A stack overflow between a hook and its monitor leaves an entry of what is not held: nothing is learnt from that.
    private boolean dropStrays() {
        boolean dropped = false;
        for (int i = nested; i >= 0; i--) {
            HeldLock entry = stack[i];
            Object held = entry.lock;
            if (held != null && (entry.flags() & Acquisition.MONITOR) != 0 && !Thread.holdsLock(held)) {
                remove(i);
                Engine.strayHold();
                dropped = true;
            }
        }
        return dropped;
    }

    // How it was taken is part of the key, as the mode is in Linux: a chain through a try-acquisition has more
    // dependencies than the same chain without. Instances are part of it only where instances of one class are nested.
    private long keyAt(int at, Object lock, int lockClass, int flags) {
        boolean same = lockClass() == lockClass;
        long key = word() & 0xffffffffL;
        for (int i = 1; i < at; i++) {
            HeldLock entry = stack[i];
            same |= entry.lockClass() == lockClass;
            key = ChainCache.extend(key, entry.word());
        }
        key = ChainCache.extend(key, word(flags, lockClass));
        return same ? withInstances(key, at, lock, lockClass) : key;
    }

    private long withInstances(long classes, int at, Object lock, int lockClass) {
        if (!Engine.graph().classAt(lockClass).keepsOrder()) {
            return classes;
        }
        long key = ChainCache.extend(classes, System.identityHashCode(lock));
        for (int i = 0; i < at; i++) {
            HeldLock entry = stack[i];
            if (entry.lockClass() == lockClass) {
                key = ChainCache.extend(key, System.identityHashCode(entry.lock));
            }
        }
        return key;
    }

    /** {@return the class of a held lock} */
    LockClass classAt(int depth) {
        resolveOutermost();
        return Engine.graph().classAt(stack[depth].lockClass());
    }

    private @Nullable HeldLock find(Object wanted) {
        if (lock == wanted) {
            return this;
        }
        for (int i = nested; i > 0; i--) {
            HeldLock entry = stack[i];
            if (entry.lock == wanted) {
                return entry;
            }
        }
        return null;
    }

    private void again(HeldLock entry, Object lock, int flags, int site) {
        if (!busy && blocksOnItself(entry.flags(), flags)) {
            busy = true;
            try {
                Validator.selfDeadlock(this, entry, lock, flags, site);
            } finally {
                busy = false;
            }
        }
        entry.holdAgain(flags);
    }

    // A reader that asks for the write lock waits for itself. A lock that can be taken only once blocks on any second
    // acquisition but a recursive read of what it reads.
    private static boolean blocksOnItself(int held, int asked) {
        if (Acquisition.isTried(asked) || Acquisition.isTimed(asked)) {
            return false;
        }
        if (Acquisition.isShared(held) && !Acquisition.isShared(asked)) {
            return true;
        }
        return (asked & Acquisition.ONCE) != 0
                && !(Acquisition.isShared(held) && Acquisition.modeBits(asked) == Acquisition.RECURSIVE_SHARED);
    }

    private void validate(int prefix, Object lock, int lockClass, int flags, int site, long key, boolean replayed) {
        busy = true;
        try {
            Validator.validate(this, prefix, lock, Engine.graph().classAt(lockClass), flags, site, replayed);
            ChainCache.add(key);
        } finally {
            busy = false;
        }
    }

    /**
     * Takes a lock off the stack.
     *
     * @return false if this thread was not known to hold it
     */
    boolean release(Object released, int flags) {
        int top = nested;
        if (top == 0) {
            if (lock == released && again == 0) {
                lock = null;
                return true;
            }
        } else {
            HeldLock entry = stack[top];
            if (entry.lock == released && entry.again == 0) {
                entry.lock = null;
                nested = top - 1;
                return true;
            }
        }
        return releaseDeep(released, flags);
    }

    private boolean releaseDeep(Object lock, int flags) {
        try {
            for (int i = nested; i >= 0; i--) {
                HeldLock entry = stack[i];
                if (entry.lock == lock) {
                    if (entry.again == 0) {
                        remove(i);
                        replay(i);
                    } else if (entry.releaseOne(flags)) {
                        replay(i);
                    }
                    return true;
                }
            }
        } catch (Throwable e) {
            Engine.internalError(e);
            return true;
        }
        return busy;
    }

    private void remove(int at) {
        for (int i = at; i < nested; i++) {
            stack[i].copyFrom(stack[i + 1]);
        }
        stack[nested].free();
        if (nested > 0) {
            nested--;
        }
    }

    /**
     * Locks above a released or downgraded one form new chains, which are validated although nobody waits now. They have
     * keys of their own: what such a chain would say of a real wait is not learnt from it.
     */
    private void replay(int from) {
        for (int i = Math.max(from, 1); i < depth(); i++) {
            HeldLock entry = stack[i];
            Object lock = entry.lock;
            int lockClass = entry.lockClass();
            int flags = entry.flags();
            if (lock != null) {
                long key = ChainCache.extend(keyAt(i, lock, lockClass, flags), REPLAYED);
                if (!Acquisition.isTried(flags) && !ChainCache.contains(key)) {
                    validate(i, lock, lockClass, flags, entry.site(), key, true);
                }
            }
        }
    }

    /** Switches events of this thread off while lockdep itself runs on it. */
    boolean enter() {
        boolean was = busy;
        busy = true;
        return was;
    }

    void leave(boolean was) {
        busy = was;
    }

    /** {@return whether no error of lockdep's own has kept an acquisition from being noted} */
    boolean isComplete() {
        return complete;
    }

    private static HeldLock[] slots(HeldLock[] stack, int from) {
        for (int i = from; i < stack.length; i++) {
            stack[i] = new HeldLock();
        }
        return stack;
    }

    /**
     * Marks the classes and places on this stack. Called by other threads, so it may see the stack in mid-change; what
     * it is called for has been there since before the last collection.
     */
    void mark(BitSet classes, BitSet sites) {
        for (HeldLock entry : stack) {
            if (entry != null && entry.lock != null) {
                classes.set(entry.lockClass());
                sites.set(entry.site());
            }
        }
    }
}
