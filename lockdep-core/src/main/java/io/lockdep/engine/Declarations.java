package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Flow;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.Mode;
import io.lockdep.report.HeldEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program says of its own locks through the public API. The same with the agent and without.
 *
 * <p>Thread-safe; each call is about the current thread. Nothing is thrown: an error of lockdep's own is counted.
 */
public final class Declarations {

    /** Whether a thread holds a lock. */
    public enum Held {
        /** It does. */
        YES,
        /** It does not. */
        NO,
        /** Nobody tells lockdep of this lock. */
        UNKNOWN
    }

    private static final boolean ON = Engine.options().enabled();

    private Declarations() {}

    /**
     * A lock is about to be acquired at a nesting level.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     * @param level 0 to 7
     */
    public static void acquireNested(Object lock, int flags, int level) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                take(held, Identity.of(lock), flags, level);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * The next thing that this thread does is to acquire a lock at a nesting level.
     *
     * @param lock the lock
     * @param level 0 to 7
     */
    public static void announceNested(Object lock, int level) {
        if (isReported(lock)) {
            acquireNested(lock, Acquisition.ANNOUNCED, level);
        }
    }

    /**
     * A lock is about to be acquired, nested in others of its class, which a lock that is held serialises.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     * @param outer the lock that is held
     */
    public static void acquireUnder(Object lock, int flags, Object outer) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                Object nestLock = Identity.of(outer);
                if (isReported(outer) && held.find(nestLock) == null) {
                    nestLockNotHeld(held, Identity.of(lock), nestLock, flags);
                }
                take(held, Identity.of(lock), flags | Acquisition.UNDER, 0);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * The next thing that this thread does is to acquire a lock, nested in others of its class, which a lock that is held
     * serialises.
     *
     * @param lock the lock
     * @param outer the lock that is held
     */
    public static void announceUnder(Object lock, Object outer) {
        if (isReported(lock)) {
            acquireUnder(lock, Acquisition.ANNOUNCED, outer);
        }
    }

    // What is announced of a lock that nobody reports would be held for ever.
    private static boolean isReported(Object lock) {
        return Engine.hasAgent() || lock instanceof SelfReporting;
    }

    private static void take(HeldLocks held, Object lock, int flags, int level) {
        if (Acquisition.isAnnounced(flags) && held.find(lock) != null) {
            // Taken again, which the acquisition that follows will tell.
            return;
        }
        int site = held.pendingSite;
        held.pendingSite = 0;
        LockClass base = Engine.graph().classAt(LockClasses.of(lock, site));
        if (Acquisition.mode(flags) == Mode.EXCLUSIVE) {
            Engine.seeWriter(base);
        }
        held.acquireAs(Engine.graph().level(base, level).index(), lock, flags, site);
    }

    private static void nestLockNotHeld(HeldLocks held, Object lock, Object outer, int flags) {
        boolean was = held.enter();
        try {
            Moment moment = new Moment(held, held.depth());
            Reporter.nestLockNotHeld(moment, asked(moment, lock, flags), asked(moment, outer, 0), held.pendingSite);
        } finally {
            held.leave(was);
        }
    }

    private static Acquired asked(Moment moment, Object lock, int flags) {
        return moment.wanted(lock, Engine.graph().classAt(LockClasses.of(lock, 0)), flags);
    }

    /**
     * A lock is waited for, or may be, but not held afterwards.
     *
     * @param lock the lock
     * @param flags how, see {@link Acquisition}
     */
    public static void touch(Object lock, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            int site = held.pendingSite;
            held.pendingSite = 0;
            try {
                Object identity = Identity.of(lock);
                if (Acquisition.mode(flags) == Mode.EXCLUSIVE) {
                    Engine.seeWriter(Engine.graph().classAt(LockClasses.of(identity, site)));
                }
                Waits.touch(held, identity, flags, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * A lock that is held exclusively is only read from now on.
     *
     * @param lock the lock
     */
    public static void downgrade(Object lock) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                if (!Amendments.downgrade(held, Identity.of(lock))) {
                    LockEvents.refused(lock);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * A lock gets another class; if this thread holds it, what it holds above is looked at again.
     *
     * @param lock the lock
     * @param name the class
     */
    public static void reclass(Object lock, String name) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                Object identity = Identity.of(lock);
                if (identity instanceof ClassedLock classed) {
                    classed.lockClass = Engine.graph().classNamed(name);
                } else {
                    LockEvents.named(lock, name);
                }
                if (held.find(identity) != null) {
                    Amendments.reclass(held, identity, Engine.graph().classAt(LockClasses.of(identity, 0)));
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * A lock must not be released, or may be again.
     *
     * @param lock the lock
     * @param on true to pin it
     */
    public static void pin(Object lock, boolean on) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                Object identity = Identity.of(lock);
                if (!Amendments.pin(held, identity, on) && isHeld(lock) != Held.UNKNOWN) {
                    fail(
                            held,
                            identity,
                            on ? "it is pinned without being held" : "it is unpinned without being pinned");
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * A lock is given up or begins anew; it should not be held.
     *
     * @param lock the lock
     */
    public static void retire(Object lock) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                if (!was) {
                    Amendments.retire(held, Identity.of(lock));
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            } finally {
                held.leave(was);
            }
        }
    }

    /**
     * Whether this thread holds a lock.
     *
     * @param lock the lock
     * @return unknown if neither the agent nor the lock itself reports its events
     */
    public static Held isHeld(Object lock) {
        if (!ON) {
            return Held.UNKNOWN;
        }
        HeldLocks held = ThreadTable.current();
        Object identity = Identity.of(lock);
        HeldLock entry = held.find(identity);
        if (entry != null) {
            return tracked(held, entry) ? Held.YES : Held.UNKNOWN;
        }
        boolean reported = isReported(lock);
        return reported && held.isComplete() ? Held.NO : Held.UNKNOWN;
    }

    private static boolean tracked(HeldLocks held, HeldLock entry) {
        for (int i = 0; i < held.depth(); i++) {
            if (held.at(i) == entry) {
                return held.classAt(i).rules().tracked();
            }
        }
        return false;
    }

    /** {@return whether this thread holds a lock exclusively, null if it does not hold it} */
    public static @Nullable Boolean isExclusive(Object lock) {
        HeldLock entry = ON ? ThreadTable.current().find(Identity.of(lock)) : null;
        return entry == null ? null : !Acquisition.isShared(entry.flags());
    }

    /**
     * What the program says of a lock is not so.
     *
     * @param lock the lock
     * @param what what is wrong with it
     */
    public static void failed(Object lock, String what) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                fail(held, Identity.of(lock), what);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void fail(HeldLocks held, Object lock, String what) {
        boolean was = held.enter();
        try {
            if (!was) {
                Moment moment = new Moment(held, held.depth());
                Reporter.assertion(moment, asked(moment, lock, 0), what);
            }
        } finally {
            held.leave(was);
        }
    }

    /** {@return what this thread holds, outermost first} */
    public static List<HeldEntry> held() {
        if (!ON) {
            return List.of();
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            return was ? List.of() : Reporter.held(new Moment(held, held.depth()));
        } finally {
            held.leave(was);
        }
    }

    /** Reports if this thread holds any lock. */
    public static void failIfAnyHeld() {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                for (int i = 0; !was && i < held.depth(); i++) {
                    if (!(held.at(i).lock instanceof ClassInit)
                            && held.classAt(i).rules().tracked()) {
                        Moment moment = new Moment(held, held.depth());
                        Reporter.assertion(moment, moment.flow.held().get(i), "no lock should be held");
                        return;
                    }
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            } finally {
                held.leave(was);
            }
        }
    }

    /**
     * Declares an order of two classes: the first is taken before the second.
     *
     * @param first name of the outer class
     * @param second name of the inner class
     */
    public static void order(String first, String second) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                Moment moment = new Moment(held, 0);
                Acquired outer = declared(moment, first);
                Acquired inner = declared(moment, second);
                Flow here = moment.flow;
                Flow order = new Flow(here.thread(), here.threadId(), "the declared order", here.life(), here.held());
                Reporter.say(moment, inner, 0, Engine.graph().declare(outer, inner, order), List.of());
            } catch (Throwable e) {
                Engine.internalError(e);
            } finally {
                held.leave(was);
            }
        }
    }

    private static Acquired declared(Moment moment, String name) {
        LockClass of = Engine.graph().classNamed(name);
        return moment.wanted(of, of, Acquisition.EXCLUSIVE);
    }
}
