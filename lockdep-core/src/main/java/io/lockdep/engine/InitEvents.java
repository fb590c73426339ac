package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * The events of class initialisation: called by the initialisers of the program's classes, and with the code of each
 * class that is loaded.
 *
 * <p>Nothing here initialises a class of the program. What is learnt is only noted; {@link #look} makes findings of it,
 * off the program's threads.
 */
public final class InitEvents {

    private static final boolean ON = Engine.options().enabled();
    private static final int HOW = Acquisition.EXCLUSIVE | Acquisition.TRIED;

    /** The class that all initialisations have on held stacks: chains do not tell them apart, nothing is learnt of it. */
    private static int common;

    // The thread that initialises the main class and then runs it; 0 once it has begun to run it, or if that is not
    // known.
    private static long launcher;

    private InitEvents() {}

    /**
     * A class is being loaded.
     *
     * @param loader its loader
     * @param code what its code says
     * @param again whether it is loaded already, so that it may have been initialised unseen
     */
    public static void loaded(@Nullable ClassLoader loader, ClassCode code, boolean again) {
        if (ON) {
            ClassInits.add(loader, code, again);
        }
    }

    /**
     * Whether code of a class that has no initialiser is followed.
     *
     * @param id the hash of its name
     * @return whether an initialiser that was read calls it, directly or through others that were read
     */
    public static boolean follows(long id) {
        return ON && ClassInits.follows(id);
    }

    /**
     * The current thread has begun to initialise a class.
     *
     * @param type the class
     */
    public static void begin(Class<?> type) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            ClassInit init = null;
            boolean was = held.enter();
            try {
                init = was ? null : ClassInits.of(type);
                if (init != null) {
                    begin(held, init);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
            if (init != null) {
                held.acquireAs(common, init, HOW, 0);
                held.initialising++;
            }
        }
    }

    private static void begin(HeldLocks held, ClassInit init) {
        Thread thread = Thread.currentThread();
        init.runner = thread;
        init.hasBegun = true;
        init.initialiser = ThreadName.of(thread, held.owner);
        init.byLauncher = isByLauncher(held.owner);
        if (common == 0) {
            common = Engine.graph().classNamed("<clinit>").index();
            Engine.graph().classAt(common).rules().noValidate();
        }
        held.resolveOutermost();
        int inside = innermost(held, 0);
        if (inside >= 0 && held.at(inside).lock instanceof ClassInit outer) {
            ClassInits.nest(outer, init);
        }
        for (int i = 0; i < held.depth(); i++) {
            HeldLock entry = held.at(i);
            Object lock = entry.lock;
            if (lock != null
                    && !(lock instanceof ClassInit)
                    && isLock(lock, entry.lockClass())
                    && !ClassInit.isNoted(init.under, entry.lockClass(), false)) {
                ClassInits.hold(init, note(held, lock, entry.lockClass(), entry.flags(), entry.site(), false));
            }
        }
    }

    // The launcher initialises the main class, and all that this one needs, before there is any other thread.
    private static boolean isByLauncher(long thread) {
        if (launcher != thread) {
            return false;
        }
        StackTraceElement[] stack = new Throwable().getStackTrace();
        boolean first =
                stack.length > 0 && stack[stack.length - 1].getMethodName().equals("<clinit>");
        launcher = first ? thread : 0;
        return first;
    }

    /**
     * The current thread has ended initialising a class, one way or the other.
     *
     * @param type the class
     */
    public static void end(Class<?> type) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            int at = innermost(held, 0);
            if (at >= 0 && held.at(at).lock instanceof ClassInit init && init.name.equals(type.getName())) {
                init.runner = null;
                held.initialising--;
                held.release(init, HOW);
            }
        }
    }

    /** {@return where the innermost initialisation is on the stack, at a depth or above, -1 if there is none} */
    private static int innermost(HeldLocks held, int from) {
        for (int i = held.depth() - 1; i >= from; i--) {
            if (held.at(i).lock instanceof ClassInit) {
                return i;
            }
        }
        return -1;
    }

    /** A thread that initialises a class takes a lock. */
    static void taken(HeldLocks held, Object lock, int lockClass, int flags, int site) {
        int at = innermost(held, 0);
        if (!Acquisition.isTried(flags)
                && at >= 0
                && held.at(at).lock instanceof ClassInit init
                && !ClassInit.isNoted(init.taken, lockClass, false)) {
            note(held, init, lock, lockClass, flags, site, false);
        }
    }

    /** A thread that initialises a class takes a lock that it has, so that it does not wait; another thread would. */
    static void takenAgain(HeldLocks held, HeldLock entry, int flags, int site) {
        int depth = 0;
        while (depth < held.depth() && held.at(depth) != entry) {
            depth++;
        }
        int at = innermost(held, depth + 1);
        Object lock = entry.lock;
        if (!Acquisition.isTried(flags)
                && !Acquisition.isTimed(flags)
                && lock != null
                && at >= 0
                && held.at(at).lock instanceof ClassInit init
                && !ClassInit.isNoted(init.taken, entry.lockClass(), true)) {
            note(held, init, lock, entry.lockClass(), flags, site, true);
        }
    }

    private static void note(
            HeldLocks held, ClassInit init, Object lock, int lockClass, int flags, int site, boolean again) {
        boolean was = held.enter();
        try {
            if (isLock(lock, lockClass)) {
                ClassInits.take(init, note(held, lock, lockClass, flags, site, again));
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    private static ClassInit.Note note(HeldLocks held, Object lock, int lockClass, int flags, int site, boolean again) {
        String thread = ThreadName.of(Thread.currentThread(), held.owner);
        return new ClassInit.Note(lock, lockClass, flags, site, thread, again);
    }

    private static boolean isLock(Object lock, int lockClass) {
        return !(lock instanceof ClassedLock classed && !classed.excludes())
                && Engine.graph().classAt(lockClass).rules().validates();
    }

    /** Links what a hook can reach. Called by whoever installs the hooks, which is the main thread or comes after it. */
    static void warmUp() {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            launcher = Thread.currentThread().getName().equals("main") ? held.owner : 0;
            ClassInits.of(InitEvents.class);
            ClassInit none = ClassInits.none();
            ClassInits.nest(none, none);
            ClassInits.take(none, new ClassInit.Note(none, 0, 0, 0, "", false));
            innermost(held, 0);
        }
    }

    /** Reports the rings that what was learnt since the last call closes. Called from time to time, and at the end. */
    public static synchronized void look() {
        if (ON) {
            boolean was = LockEvents.enter();
            try {
                InitRings.look(ClassInits.learnt());
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            LockEvents.leave(was);
        }
    }
}
