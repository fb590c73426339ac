package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, outermost first, with the rolling key of that chain. Used by its own thread only.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>Lazy.</b> Most acquisitions happen while nothing is held (61 % in H2), and nothing can be learnt from them: they
 * only store the object. Class and chain key are worked out when a second lock comes; {@link #resolved} says how far.
 *
 * <p><b>Re-entrancy</b> is recognised by identity before anything else (24 % in H2).
 *
 * <p><b>Order of stores.</b> {@link #depth} is raised last, so that an asynchronous stack overflow inside a hook leaves the
 * stack as it was.
 *
 * <p><b>Busy.</b> While the validator runs on this thread, locks of the JDK that it happens to take are not events.
 *
 * <p>Departs from Linux 6.12 ({@code __lock_acquire}) in the laziness and in keeping a count per entry rather than one
 * entry per acquisition.
 */
public final class HeldLocks {

    private static final int FIRST_CAPACITY = 4;

    final long owner;
    private final WeakReference<Thread> thread;

    HeldLock[] stack = slots(new HeldLock[FIRST_CAPACITY], 0);
    int depth;
    int resolved;
    private boolean busy;

    /** Set by an instrumented call site just before it calls a lock's method; consumed by the acquisition. */
    int pendingSite;

    HeldLocks(Thread thread, long id) {
        this.owner = id;
        this.thread = new WeakReference<>(thread);
    }

    boolean isOwnerAlive() {
        Thread t = thread.get();
        return t != null && t.isAlive();
    }

    void acquire(Object lock, int flags, int site, int hash) {
        if (depth == 0) {
            push(lock, flags, site, hash);
        } else {
            try {
                acquireNested(lock, flags, site, hash);
            } catch (Throwable e) {
                // Not pushed: the release will not find it and is ignored.
                Engine.internalError(e);
            }
        }
    }

    private void push(Object lock, int flags, int site, int hash) {
        HeldLock entry = stack[depth];
        entry.lock = lock;
        entry.hash = hash;
        entry.site = site;
        entry.flags = flags;
        if (Acquisition.isShared(flags)) {
            entry.holds = 0;
            entry.sharedHolds = 1;
        } else {
            entry.holds = 1;
            entry.sharedHolds = 0;
        }
        depth++;
    }

    private void acquireNested(Object lock, int flags, int site, int hash) {
        if (busy) {
            return;
        }
        HeldLock same = find(lock);
        if (same != null) {
            again(same, lock, flags, site);
            return;
        }
        if (depth == stack.length) {
            stack = slots(Arrays.copyOf(stack, 2 * depth), depth);
        }
        resolve();
        LockClass lockClass = LockClasses.of(lock, hash, site);
        long key = keyAt(depth, lock, hash, lockClass, flags);
        if (!Acquisition.isTried(flags) && !ChainCache.contains(key)) {
            validate(depth, lock, lockClass, flags, site, key);
        }
        HeldLock entry = stack[depth];
        entry.lockClass = lockClass.index();
        entry.key = key;
        push(lock, flags, site, hash);
        resolved = depth;
    }

    /** Works out class and key of the entries that were pushed without. */
    void resolve() {
        for (int i = resolved; i < depth; i++) {
            HeldLock entry = stack[i];
            Object lock = entry.lock;
            if (lock != null) {
                LockClass lockClass = LockClasses.of(lock, entry.hash, entry.site);
                entry.key = keyAt(i, lock, entry.hash, lockClass, entry.flags);
                entry.lockClass = lockClass.index();
            }
        }
        resolved = depth;
    }

    // How it was taken is part of the key, as the mode is in Linux: a chain through a try-acquisition has more
    // dependencies than the same chain without. Instances are part of it only where instances of one class are nested.
    private long keyAt(int at, Object lock, int hash, LockClass lockClass, int flags) {
        int index = lockClass.index();
        long key = ChainCache.extend(at == 0 ? ChainCache.EMPTY : stack[at - 1].key, (long) index << 8 | flags);
        for (int i = 0; i < at; i++) {
            HeldLock outer = stack[i];
            Object other = outer.lock;
            if (outer.lockClass == index && other != null && lockClass.keepsOrder()) {
                key = ChainCache.extend(key, identity(other, outer.hash));
                key = ChainCache.extend(key, identity(lock, hash));
            }
        }
        return key;
    }

    private static int identity(Object lock, int hash) {
        return hash != 0 ? hash : System.identityHashCode(lock);
    }

    private @Nullable HeldLock find(Object lock) {
        for (int i = depth - 1; i >= 0; i--) {
            HeldLock entry = stack[i];
            if (entry.lock == lock) {
                return entry;
            }
        }
        return null;
    }

    private void again(HeldLock entry, Object lock, int flags, int site) {
        if (blocksOnItself(entry.flags, flags)) {
            resolve();
            busy = true;
            try {
                Validator.selfDeadlock(this, entry, lock, flags, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            } finally {
                busy = false;
            }
        }
        if (Acquisition.isShared(flags)) {
            entry.sharedHolds++;
        } else {
            entry.holds++;
        }
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

    private void validate(int prefix, Object lock, LockClass lockClass, int flags, int site, long key) {
        busy = true;
        try {
            Validator.validate(this, prefix, lock, lockClass, flags, site);
            ChainCache.add(key);
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            busy = false;
        }
    }

    /**
     * Takes a lock off the stack.
     *
     * @return false if this thread was not known to hold it
     */
    boolean release(Object lock, int flags) {
        int top = depth - 1;
        if (top >= 0) {
            HeldLock entry = stack[top];
            if (entry.lock == lock && entry.holds + entry.sharedHolds == 1) {
                entry.lock = null;
                depth = top;
                if (resolved > top) {
                    resolved = top;
                }
                return true;
            }
        }
        return releaseDeep(lock, flags);
    }

    private boolean releaseDeep(Object lock, int flags) {
        if (busy) {
            return true;
        }
        for (int i = depth - 1; i >= 0; i--) {
            HeldLock entry = stack[i];
            if (entry.lock == lock) {
                drop(i, entry, flags);
                return true;
            }
        }
        return false;
    }

    private void drop(int at, HeldLock entry, int flags) {
        boolean shared = entry.sharedHolds > 0 && (Acquisition.isShared(flags) || entry.holds == 0);
        if (shared) {
            entry.sharedHolds--;
        } else {
            entry.holds--;
        }
        if (entry.holds + entry.sharedHolds <= 0) {
            remove(at, entry);
            replay(at);
        } else if (!shared && entry.holds == 0) {
            // Downgrade: what was taken exclusively is only read from here on.
            entry.flags = Acquisition.withMode(entry.flags, Acquisition.SHARED);
            replay(at);
        }
    }

    private void remove(int at, HeldLock entry) {
        System.arraycopy(stack, at + 1, stack, at, depth - at - 1);
        stack[--depth] = entry;
        entry.lock = null;
    }

    /** Locks above a released or downgraded one form new chains, which are validated as if they were taken now. */
    private void replay(int from) {
        if (resolved > from) {
            resolved = from;
        }
        if (depth <= Math.max(from, 1)) {
            return;
        }
        resolve();
        for (int i = Math.max(from, 1); i < depth; i++) {
            HeldLock entry = stack[i];
            Object lock = entry.lock;
            if (lock != null && !Acquisition.isTried(entry.flags) && !ChainCache.contains(entry.key)) {
                LockClass lockClass = Engine.graph().classAt(entry.lockClass);
                validate(i, lock, lockClass, entry.flags, entry.site, entry.key);
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

    boolean isBusy() {
        return busy;
    }

    private static HeldLock[] slots(HeldLock[] stack, int from) {
        for (int i = from; i < stack.length; i++) {
            stack[i] = new HeldLock();
        }
        return stack;
    }
}
