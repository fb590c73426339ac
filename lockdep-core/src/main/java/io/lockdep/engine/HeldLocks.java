package io.lockdep.engine;

import io.lockdep.graph.LockClass;
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
    private static final long NOBODY = -1;

    final long owner;
    final Owner thread;

    private HeldLock[] stack = slots(new HeldLock[FIRST_CAPACITY], 1);

    /** How many locks are held inside the outermost one. */
    private int nested;

    private boolean busy;

    /** Whether even a lock that is taken while none is held matters. Set by others, once. */
    private boolean amongContexts = Contexts.exist();

    private boolean complete = true;

    /** What the thread runs, and its mark, which is 0 if there is nothing that anybody could wait for. */
    private @Nullable Body body;

    private int bodyMark;
    private int sampled;

    /** How many classes the thread initialises now. */
    int initialising;

    /** Set by an instrumented call site just before it calls a lock's method; consumed by the acquisition. */
    int pendingSite;

    /** Set by an instrumented call site for as long as its call hands work over. */
    int handingSite;

    HeldLocks(Thread thread, long id) {
        this.owner = id;
        this.stack[0] = this;
        this.thread = new Owner(thread);
    }

    /** {@return the stack of all threads for whose own there is no memory: nothing is ever noted on it} */
    static HeldLocks deaf() {
        HeldLocks deaf = new HeldLocks(Thread.currentThread(), NOBODY);
        deaf.lock = deaf;
        deaf.busy = true;
        deaf.complete = false;
        return deaf;
    }

    /** {@return the slots, for another thread: their owner may be writing to them} */
    HeldLock[] slots() {
        return stack;
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
        } else if (bodyMark != 0 && isNewInBody(site)) {
            acquireInBody(wanted, flags, site);
        } else if (Sites.nests(site)) {
            acquireOutermost(wanted, flags, site);
        } else {
            what = what(site, word(flags, UNKNOWN));
            lock = wanted;
        }
    }

    private void acquireOutermost(Object wanted, int flags, int site) {
        int lockClass = UNKNOWN;
        if (busy || amongContexts) {
            lockClass = learnFirst(wanted, flags, site);
        } else {
            try {
                lockClass = LockClasses.of(wanted, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        what = what(site, word(flags, lockClass));
        lock = wanted;
    }

    private boolean isNewInBody(int site) {
        return BodyPlaces.settledFor(site) != bodyMark || (++sampled & BodyPlaces.SAMPLE - 1) == 0;
    }

    // The body that the thread runs needs the lock, and others may wait for the body.
    private void acquireInBody(Object wanted, int flags, int site) {
        int lockClass = UNKNOWN;
        Body runs = body;
        try {
            if (!busy && runs != null) {
                lockClass = LockClasses.of(wanted, site);
                if (amongContexts) {
                    learnOutermost(wanted, lockClass, flags, site);
                }
                if (!Acquisition.isTried(flags)) {
                    learnInBody(runs, wanted, lockClass, flags, site);
                }
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        what = what(site, word(flags, lockClass));
        lock = wanted;
    }

    private void learnInBody(Body runs, Object wanted, int lockClass, int flags, int site) {
        long key = Chain.inBody(runs.key, lockClass, flags);
        if (isKnown(key, 0, wanted)) {
            BodyPlaces.hadNothingNew(site, runs.mark, lockClass);
        } else {
            validate(0, wanted, lockClass, flags, site, key, Step.ACQUIRE);
        }
    }

    /** {@return what the thread runs, the innermost first} */
    @Nullable
    Body body() {
        return body;
    }

    /** {@return how many units of a supply the thread has, also as a worker} */
    long unitsOf(UnitLock supply) {
        HeldLock entry = find(supply);
        return entry != null ? entry.units() : Body.contains(body, supply) ? 1 : 0;
    }

    /** Runs something from now on. */
    void run(@Nullable Body innermost) {
        body = innermost;
        bodyMark = innermost == null ? 0 : innermost.mark;
    }

    private int learnFirst(Object wanted, int flags, int site) {
        int lockClass = UNKNOWN;
        if (!busy) {
            try {
                lockClass = LockClasses.of(wanted, site);
                learnOutermost(wanted, lockClass, flags, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        return lockClass;
    }

    /** Says that there are contexts now. Called by other threads; whoever is late treats the first moments as before. */
    void liveAmongContexts() {
        amongContexts = true;
    }

    // Where nothing can come in, nothing can be learnt from a lock that is taken while none is held.
    private void learnOutermost(Object wanted, int lockClass, int flags, int site) {
        long key = Chain.outermost(lockClass, flags);
        if (!isKnown(key, 0, wanted)) {
            validate(0, wanted, lockClass, flags, site, key, Step.ACQUIRE);
        }
    }

    /** Finds out the class of the outermost lock, which nothing has asked for until now. */
    void resolveOutermost() {
        Object outermost = lock;
        if (lockClass() == UNKNOWN && outermost != null) {
            // Code of the JDK is shared by all: what one caller nests says nothing of the others.
            Site site = Sites.at(site());
            if (site != null && !site.isOfJdk) {
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
                push(wanted, LockClasses.of(wanted, site), flags, site);
            }
        } catch (Throwable e) {
            // Not pushed: the release will not find it and is ignored.
            complete = false;
            Engine.internalError(e);
        }
    }

    /** Takes a lock as one of another class than its own, a nesting level of it. */
    void acquireAs(int lockClass, Object wanted, int flags, int site) {
        HeldLock same = find(wanted);
        if (same != null) {
            again(same, wanted, flags, site);
        } else if (busy) {
            return;
        } else if (lock != null) {
            push(wanted, lockClass, flags, site);
        } else {
            if (Contexts.exist()) {
                learnOutermost(wanted, lockClass, flags & ~Acquisition.ANNOUNCED, site);
            }
            what = what(site, word(flags, lockClass));
            lock = wanted;
        }
    }

    private void push(Object lock, int lockClass, int flags, int site) {
        int at = nested + 1;
        if (at == stack.length) {
            stack = slots(Arrays.copyOf(stack, 2 * at), at);
        }
        resolveOutermost();
        long key = Chain.key(this, at, lock, lockClass, flags & ~Acquisition.ANNOUNCED);
        if ((!Acquisition.isTried(flags) || Contexts.exist())
                && !ChainCache.contains(key)
                && !learn(at, lock, lockClass, flags, site, key)) {
            acquireAs(lockClass, lock, flags, site);
            return;
        }
        if (initialising != 0) {
            InitEvents.taken(this, lock, lockClass, flags, site);
        }
        HeldLock entry = stack[at];
        entry.what = what(site, word(flags, lockClass));
        entry.lock = lock;
        nested = at;
    }

    // Not part of the hot path, which has to stay small. Returns false if the stack was not what it should be.
    private boolean learn(int at, Object lock, int lockClass, int flags, int site, long key) {
        if (!Unsettled.knows(key, this, at, lock)) {
            if (dropStrays()) {
                return false;
            }
            validate(at, lock, lockClass, flags, site, key, Step.ACQUIRE);
        }
        return true;
    }

    /** {@return whether nothing can be learnt from an acquisition any more} */
    boolean isKnown(long key, int prefix, Object wanted) {
        return ChainCache.contains(key) || Unsettled.knows(key, this, prefix, wanted);
    }

    /**
     * Drops entries of what is not held, from which nothing may be learnt: a stack overflow between a hook and its monitor
     * leaves one.
     *
     * @return whether there were any
     */
    boolean dropStrays() {
        boolean dropped = false;
        for (int i = nested; i >= 0; i--) {
            HeldLock entry = stack[i];
            Object held = entry.lock;
            if (held instanceof UnitLock supply && supply.isSignal()) {
                // Nobody can know who holds it.
                remove(i);
                dropped = true;
            } else if (held != null && isLeftMonitor(entry, held)) {
                remove(i);
                Engine.strayHold();
                dropped = true;
            } else if (held != null && isHandedOver(entry)) {
                remove(i);
                dropped = true;
            }
        }
        return dropped;
    }

    private static boolean isLeftMonitor(HeldLock entry, Object held) {
        return (entry.flags() & Acquisition.MONITOR) != 0 && !Thread.holdsLock(held);
    }

    // Somebody else may have released it long ago, and nobody can tell this thread.
    private boolean isHandedOver(HeldLock entry) {
        if ((entry.flags() & Acquisition.ONCE) == 0 && !(entry.lock instanceof ProgramLock)) {
            return false;
        }
        resolveOutermost();
        return Engine.graph().classAt(entry.lockClass()).rules().handedOver();
    }

    /** {@return the class of a held lock} */
    LockClass classAt(int depth) {
        resolveOutermost();
        return Engine.graph().classAt(stack[depth].lockClass());
    }

    /** {@return the slot of a lock, null if it is not held} */
    @Nullable
    HeldLock find(Object wanted) {
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

    /** {@return how far from the outermost lock a lock is, -1 if it is not held} */
    int slotOf(Object wanted) {
        for (int i = lock == null ? -1 : nested; i >= 0; i--) {
            if (stack[i].lock == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Moves a slot to the top, for as long as somebody looks at what is held without it; -1 is no slot. */
    void raise(int from) {
        for (int i = from; i >= 0 && i < nested; i++) {
            stack[i].swap(stack[i + 1]);
        }
    }

    /** Undoes {@link #raise}. */
    void lower(int to) {
        for (int i = nested; to >= 0 && i > to; i--) {
            stack[i].swap(stack[i - 1]);
        }
    }

    /** An announced acquisition does not come. */
    void unannounce(Object wanted) {
        for (int i = nested; i >= 0; i--) {
            HeldLock entry = stack[i];
            if (entry.lock == wanted && Acquisition.isAnnounced(entry.flags())) {
                remove(i);
            }
        }
    }

    private void again(HeldLock entry, Object lock, int flags, int site) {
        if (Acquisition.isAnnounced(flags)) {
            // Held already: the acquisition itself is what counts.
            return;
        }
        if (Acquisition.isAnnounced(entry.flags())) {
            int under = entry.flags() & Acquisition.UNDER;
            entry.what = what(site != 0 ? site : entry.site(), word(flags | under, entry.lockClass()));
            return;
        }
        if (initialising != 0 && !busy) {
            InitEvents.takenAgain(this, entry, flags, site);
        }
        if (!busy && blocksOnItself(entry, flags)) {
            selfDeadlock(entry, lock, flags, site);
        }
        entry.holdAgain(flags);
    }

    /** Reports that the thread waits for what it holds. */
    void selfDeadlock(HeldLock entry, Object lock, int flags, int site) {
        busy = true;
        try {
            Validator.selfDeadlock(this, entry, lock, flags, site);
        } finally {
            busy = false;
        }
    }

    /**
     * Whether the holder of a lock waits for itself: a reader that asks for the write lock does. A lock that can be taken
     * only once blocks on any second acquisition but a recursive read of what it reads.
     */
    boolean blocksOnItself(HeldLock entry, int asked) {
        int held = entry.flags();
        if (Acquisition.isTried(asked) || Acquisition.isTimed(asked) || entry.lock instanceof ProgramLock) {
            return false;
        }
        if (Acquisition.isShared(held) && !Acquisition.isShared(asked)) {
            return !isHandedOver(entry);
        }
        return (asked & Acquisition.ONCE) != 0
                && !(Acquisition.isShared(held) && Acquisition.modeBits(asked) == Acquisition.RECURSIVE_SHARED)
                && !isHandedOver(entry);
    }

    /** Learns what an acquisition says. */
    void validate(int prefix, Object lock, int lockClass, int flags, int site, long key, Step step) {
        busy = true;
        try {
            Shortage.check();
            int since = Unsettled.generation();
            boolean ofRing =
                    Validator.validate(this, prefix, lock, Engine.graph().classAt(lockClass), flags, site, step);
            Unsettled.learn(key, this, prefix, lock, ofRing, since);
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
                    if (entry.isHeldOnce()) {
                        releaseLast(entry, i);
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

    private void releaseLast(HeldLock entry, int at) {
        if (entry.isPinned() && !busy) {
            busy = true;
            try {
                Amendments.releasedPinned(this, at);
            } finally {
                busy = false;
            }
        }
        remove(at);
        replay(at);
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
    void replay(int from) {
        boolean contexts = Contexts.exist();
        for (int i = contexts ? from : Math.max(from, 1); i < depth(); i++) {
            resolveOutermost();
            HeldLock entry = stack[i];
            Object lock = entry.lock;
            int lockClass = entry.lockClass();
            int flags = entry.flags() & ~Acquisition.ANNOUNCED;
            if (lock != null) {
                long key = Chain.replayed(Chain.keyAnywhere(this, i, lock, lockClass, flags));
                if ((contexts || !Acquisition.isTried(flags)) && !isKnown(key, i, lock)) {
                    validate(i, lock, lockClass, flags, entry.site(), key, Step.REPLAY);
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

    /** {@return whether lockdep itself runs on the thread} */
    boolean isBusy() {
        return busy;
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
