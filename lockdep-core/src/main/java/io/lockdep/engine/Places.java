package io.lockdep.engine;

import io.lockdep.graph.LockClass;

/**
 * Where a program takes the library's own locks. Without the agent nobody has numbered those places, so they are found on
 * the stack.
 *
 * <p>That costs microseconds, so only the first {@value #LOOKS} acquisitions of a class are looked at, which is when orders
 * are new. Who holds a lock that was taken later is shown without the place.
 */
public final class Places {

    /** How many acquisitions of a class are looked at. */
    static final int LOOKS = 64;

    private final LockClass of;

    private Places(LockClass of) {
        this.of = of;
    }

    /**
     * The places of a lock.
     *
     * @param lock the lock, as events carry it
     * @return shared by all locks of its class
     */
    public static Places of(Object lock) {
        return new Places(Engine.graph().classAt(LockClasses.of(lock, 0)));
    }

    /** The next lock that this thread takes is taken by the first frame outside the library, unless that is known. */
    public void atCaller() {
        if (of.looks < LOOKS) {
            look(of);
        }
    }

    /**
     * The next lock that this thread takes is taken by the first frame outside the library, unless that is known.
     *
     * @param lock the lock
     */
    public static void atCaller(ClassedLock lock) {
        if (lock.lockClass.looks < LOOKS) {
            look(lock.lockClass);
        }
    }

    // Not exact among threads: some may look once more.
    private static void look(LockClass at) {
        HeldLocks held = ThreadTable.current();
        if (held.pendingSite != 0 || held.isBusy() || !Engine.options().enabled()) {
            return;
        }
        boolean was = held.enter();
        try {
            at.looks++;
            StackTraceElement[] stack = Stacks.current();
            if (stack.length != 0) {
                StackTraceElement by = stack[0];
                Site site = new Site(by.getClassName(), by.getMethodName(), by.getFileName(), by.getLineNumber(), null);
                held.pendingSite = Sites.number(site, 1, null);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            held.leave(was);
        }
    }
}
