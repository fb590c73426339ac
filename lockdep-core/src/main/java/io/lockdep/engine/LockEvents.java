package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of a program's locks: the only class that instrumented code calls.
 *
 * <p>Called from any thread, from the JDK's own classes, at any time after {@link #warmUp}. On the path of a known chain
 * a call allocates nothing, takes no lock, loads no class and throws nothing. Nothing here changes what the program
 * does.
 *
 * <p>An acquisition is announced <em>before</em> the thread may block. One that fails is taken back with
 * {@link #abandon}.
 */
public final class LockEvents {

    /** Constant for the compiler: with it false, every hook is an empty method. */
    private static final boolean ON = Engine.options().enabled();

    private LockEvents() {}

    /**
     * A monitor is about to be entered.
     *
     * @param lock the object; may be null, the program is about to fail then
     * @param state the thread's state, if this method has entered a monitor before; else null
     * @param site number of the place
     * @return the thread's state, to be handed to {@link #monitorExit}; null when switched off
     */
    public static @Nullable HeldLocks monitorEnter(@Nullable Object lock, @Nullable HeldLocks state, int site) {
        if (!ON) {
            return null;
        }
        HeldLocks held = state != null ? state : ThreadTable.current();
        if (lock != null) {
            held.acquire(lock, Acquisition.EXCLUSIVE | Acquisition.MONITOR, site);
        }
        return held;
    }

    /**
     * A map that locks parts of itself is about to be updated. If the part is free and empty it locks nothing, but whether
     * it is depends on the others; so each update counts as one that waits. The map stands for all its parts.
     *
     * @param map the map
     * @param site number of the place
     */
    public static void mapUpdate(Object map, int site) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                MapUpdates.touch(held, map, site);
            }
        }
    }

    /**
     * A map is about to lock a part of itself, under which code of the program may run.
     *
     * @param map the map
     * @param state the thread's state, if this method has locked a part before; else null
     * @param site number of the place
     * @return the thread's state, to be handed to {@link #monitorExit}; null when switched off
     */
    public static @Nullable HeldLocks mapEnter(Object map, @Nullable HeldLocks state, int site) {
        if (!ON) {
            return null;
        }
        HeldLocks held = state != null ? state : ThreadTable.current();
        held.acquire(map, Acquisition.EXCLUSIVE, site);
        return held;
    }

    /**
     * A class loader is about to lock what it locks while it loads a class.
     *
     * @param lock itself, or an object that stands for the class, which is no event
     * @param site number of the place
     * @return the thread's state, to be handed to {@link #monitorExit}; null if there is nothing to exit
     */
    public static @Nullable HeldLocks loaderEnter(@Nullable Object lock, int site) {
        return lock instanceof ClassLoader ? monitorEnter(lock, null, site) : null;
    }

    /**
     * A monitor has been exited.
     *
     * @param held what {@link #monitorEnter} returned
     * @param lock the object
     */
    public static void monitorExit(@Nullable HeldLocks held, Object lock) {
        if (ON && held != null) {
            held.release(lock, Acquisition.EXCLUSIVE);
        }
    }

    /**
     * The next lock this thread takes is taken here. Announced by call sites, since a lock does not know its caller.
     *
     * @param site number of the place
     */
    public static void at(int site) {
        if (ON) {
            ThreadTable.current().pendingSite = site;
        }
    }

    /**
     * A lock is about to be acquired.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     */
    public static void acquire(Object lock, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            int site = held.pendingSite;
            held.pendingSite = 0;
            held.acquire(lock, flags, site);
        }
    }

    /**
     * How an acquisition with a timeout waits: one of no time does not wait at all.
     *
     * @param flags how the lock is acquired, see {@link Acquisition}; timed
     * @param time the timeout, in whatever unit
     * @return how it is acquired
     */
    public static int waiting(int flags, long time) {
        return time > 0 ? flags : (flags & ~Acquisition.TIMED) | Acquisition.TRIED;
    }

    /**
     * A lock that can also be read is about to be acquired exclusively.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     */
    public static void acquireWriter(Object lock, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            int site = held.pendingSite;
            held.pendingSite = 0;
            seeWriter(held, lock, site);
            held.acquire(lock, flags, site);
        }
    }

    static void seeWriter(HeldLocks held, Object lock, int site) {
        boolean was = held.enter();
        try {
            if (!was) {
                Engine.seeWriter(Engine.graph().classAt(LockClasses.of(lock, site)));
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /**
     * A lock was tried without waiting.
     *
     * @param taken whether it was free
     * @param lock the lock
     * @param flags how, see {@link Acquisition}; {@link Acquisition#TRIED} is implied
     */
    public static void tried(boolean taken, Object lock, int flags) {
        if (ON) {
            if (taken) {
                acquire(lock, flags | Acquisition.TRIED);
            } else {
                HeldLocks held = ThreadTable.current();
                held.pendingSite = 0;
                held.unannounce(lock);
            }
        }
    }

    /**
     * An announced acquisition has ended one way or the other.
     *
     * @param taken whether the lock was acquired
     * @param lock the lock
     * @param flags as announced
     */
    public static void ended(boolean taken, Object lock, int flags) {
        if (!taken) {
            abandon(lock, flags);
        }
    }

    /**
     * An announced acquisition has failed, by an exception or a timeout.
     *
     * @param lock the lock
     * @param flags as announced
     */
    public static void abandon(Object lock, int flags) {
        release(lock, flags);
    }

    /**
     * A lock has been released.
     *
     * @param lock the lock
     * @param flags how it was held
     * @return false if this thread was not known to hold it
     */
    public static boolean release(Object lock, int flags) {
        return !ON || ThreadTable.current().release(lock, flags);
    }

    /**
     * A lock refused to be released, because this thread does not hold it.
     *
     * @param lock the lock
     */
    public static void refused(Object lock) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            if (!was && held.isComplete()) {
                try {
                    Validator.badUnlock(held, lock, held.pendingSite);
                } catch (Throwable e) {
                    Engine.internalError(e);
                }
            }
            held.leave(was);
        }
    }

    /**
     * A lock will be acquired, unless the caller decides against it because of what is said of it. Nothing is held yet;
     * the acquisition itself is announced after this.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     * @return what is said of it, every time, not only when it is news; null if nothing
     */
    public static @Nullable Hearing judge(Object lock, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                return Waits.judge(held, lock, flags, held.pendingSite);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        return null;
    }

    /**
     * A lock refused to be released, and somebody wants to know what is said of that.
     *
     * @param lock the lock
     * @return what is said; null if nothing
     */
    public static @Nullable Hearing judgeRefused(Object lock) {
        if (!ON) {
            return null;
        }
        HeldLocks held = ThreadTable.current();
        Hearing hearing = new Hearing();
        held.thread.hear(hearing);
        refused(lock);
        held.thread.hear(null);
        return hearing.orNull();
    }

    /**
     * A lock that has no owner was released by a thread that did not take it. So its class is not one of locks that an
     * order could be learnt of.
     *
     * @param lock the lock
     */
    public static void handedOver(Object lock) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                if (!was && held.isComplete()) {
                    LockClass of = Engine.graph().classAt(LockClasses.of(lock, 0));
                    if (!of.rules().handedOver()) {
                        Engine.graph().handOver(of);
                    }
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    /** {@return the object that events of a lock carry} */
    public static Object identity(Object lock) {
        return Identity.of(lock);
    }

    /**
     * A lock has been made.
     *
     * @param lock the lock
     * @param site number of the place, which names its class
     */
    public static void made(Object lock, int site) {
        if (ON) {
            quietly(lock, site, null);
        }
    }

    /**
     * Something is stored in a field that may be a lock, or an array of locks, made elsewhere. A lock that has no name yet,
     * or only that of the place that made it, is called after the field.
     *
     * @param object what is stored; may be null
     * @param site number of the place, whose role is the field
     */
    public static void kept(@Nullable Object object, int site) {
        if (ON && object != null) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                LockClasses.kept(object, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    /**
     * A lock has been given a class by name.
     *
     * @param lock the lock
     * @param name the name
     */
    public static void named(Object lock, String name) {
        if (ON) {
            quietly(lock, 0, name);
        }
    }

    private static void quietly(Object lock, int site, @Nullable String name) {
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            Object identity = Identity.of(lock);
            if (name != null) {
                LockClasses.name(identity, name);
            } else {
                LockClasses.made(lock, identity, site);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /** {@return whether the current thread is known to hold a lock} */
    public static boolean holds(Object lock) {
        return ON && ThreadTable.current().find(lock) != null;
    }

    /**
     * The current thread is about to wait for something that is no lock, so that the watchdog knows what for. Teaches the
     * graph nothing. Waits do not nest.
     *
     * @param what an object that has a lock class; if it is {@link Awaited} it says who can end the wait, otherwise it is
     *     taken for a lock that this thread wants exclusively and has not, also if it is on its held stack
     */
    public static void waits(Object what) {
        if (ON) {
            ThreadTable.current().thread.waits(what);
        }
    }

    /** The wait announced by {@link #waits} is over, one way or the other. */
    public static void waited() {
        if (ON) {
            ThreadTable.current().thread.waited();
        }
    }

    /** {@return how often the current thread is known to hold a lock; one that is only announced is not held} */
    public static int holdCount(Object lock) {
        HeldLock entry = ON ? ThreadTable.current().find(lock) : null;
        return entry == null || Acquisition.isAnnounced(entry.flags()) ? 0 : entry.holds();
    }

    /** {@return how many locks the current thread is known to hold} */
    public static int depth() {
        return ON ? ThreadTable.current().depth() : 0;
    }

    /**
     * Switches events of the current thread off while lockdep's own code runs on it.
     *
     * @return what to hand to {@link #leave}
     */
    public static boolean enter() {
        return ON && ThreadTable.current().enter();
    }

    /**
     * Ends what {@link #enter} began.
     *
     * @param was what it returned
     */
    public static void leave(boolean was) {
        if (ON) {
            ThreadTable.current().leave(was);
        }
    }

    /**
     * Links the method handles that a hook can reach. Must run before the first class is instrumented; the slow path is
     * linked by running it once, which the agent's self-test does.
     */
    public static void warmUp() {
        ThreadTable.current();
        OtherThread.state(Thread.currentThread());
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        Identity.of(lock);
        Identity.of(lock.readLock());
        Identity.of(lock.writeLock());
        UserFrame.current();
    }

    /**
     * Does so for what only instrumented code of the JDK tells of. Takes some locks for that, so that what was learnt has to
     * be forgotten afterwards.
     */
    public static void warmUpForJdk() {
        SupplyEvents.warmUp();
        SignalEvents.warmUp();
        PoolEvents.warmUp();
        TaskEvents.warmUp();
        ConditionEvents.warmUp();
        InitEvents.warmUp();
        InnerLocks.warmUp();
    }
}
