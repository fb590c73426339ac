package io.lockdep.engine;

import io.lockdep.graph.Mode;
import java.util.List;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * What a thread waits for, told from its state, its stack and its held stack.
 *
 * <p>An acquisition is noted before it can block and not again when it has succeeded, so the held stack alone cannot tell
 * a thread that waits for its innermost lock from one that has it and waits for something else. The frames can: a thread
 * that waits for a monitor stands at the place that takes it; one that waits for a {@code Lock} is parked by that lock's
 * class. What cannot be told for certain counts as waiting for nothing, which hides a deadlock rather than inventing one.
 *
 * @param what the lock or awaited object, null if none
 * @param slot its place on the held stack, -1 if it is not there
 * @param mode how it is wanted
 * @param timed whether the wait ends by itself
 * @param again whether the thread has it already and wants it once more, as a reader that wants to write
 */
record BlockedOn(@Nullable Object what, int slot, Mode mode, boolean timed, boolean again) {

    /** Runs, or waits for something unknown. */
    static final BlockedOn NOTHING = new BlockedOn(null, -1, Mode.EXCLUSIVE, false, false);

    private static final String LOCKS = "java.util.concurrent.locks.";
    private static final String DROP_INS = "io.lockdep.locks.";

    static BlockedOn find(
            Thread.State state,
            StackTraceElement[] stack,
            @Nullable Object blocker,
            List<HeldLock> held,
            @Nullable Object waitingFor,
            int givenUp) {
        boolean timed = state == Thread.State.TIMED_WAITING;
        if (!HeldSnapshot.isWaiting(state) || isInHook(stack)) {
            return NOTHING;
        }
        int top = held.size() - 1;
        if (givenUp >= 0 && isTakenAgain(state, stack)) {
            return new BlockedOn(held.get(givenUp).lock, givenUp, Mode.EXCLUSIVE, timed, false);
        }
        if (state == Thread.State.BLOCKED) {
            if (top >= 0 && isAt(held.get(top), stack)) {
                return of(held.get(top), top, false);
            }
            // An event that has come: its monitor is awaited next, of which nothing is known.
            return waitingFor == null || waitingFor instanceof Awaited || waitingFor instanceof UnitLock
                    ? NOTHING
                    : awaited(waitingFor, timed);
        }
        // A thread in await has given its lock up, and wants it back when the event has come, but which one is not
        // known.
        int parked = isInWait(stack, false) ? 0 : firstOutsidePark(stack);
        if (parked > 0 && parked < stack.length) {
            for (int slot = top; slot >= 0; slot--) {
                HeldLock entry = held.get(slot);
                boolean parkedBy = slot == top && isParkedBy(entry, blocker, stack, parked);
                if (!entry.isHeldOnce() && (parkedBy || (blocker != null && entry.lock == blocker))) {
                    return new BlockedOn(entry.lock, slot, modeAgain(stack), timed, true);
                }
                if (parkedBy) {
                    return of(entry, slot, timed);
                }
            }
        }
        return waitingFor == null ? NOTHING : awaited(waitingFor, timed);
    }

    /** A thread that wants a monitor which it has not told of; null if it is not known which. */
    static BlockedOn monitor(@Nullable Object unheard) {
        return unheard == null ? NOTHING : awaited(unheard, false);
    }

    /**
     * A thread that waits for a unit of a supply, which its frames do not tell.
     *
     * @param slot where the supply is on its held stack
     */
    static BlockedOn unit(HeldLock entry, int slot, Thread.State state) {
        BlockedOn wait = of(entry, slot, state == Thread.State.TIMED_WAITING);
        return new BlockedOn(wait.what, slot, wait.mode, wait.timed, !entry.isHeldOnce());
    }

    /** {@return whether a thread waits for an event of a lock, or for the lock after it} */
    static boolean isInWait(StackTraceElement[] stack, boolean monitor) {
        for (int i = 0; i < stack.length && isJdk(stack[i].getClassName()); i++) {
            String type = stack[i].getClassName();
            if (monitor ? type.equals("java.lang.Object") : type.endsWith("ConditionObject")) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether a thread waits on a monitor, for a signal or for the monitor after it, at a place} */
    static boolean isInWaitAt(StackTraceElement[] stack, int number) {
        Site site = Sites.at(number);
        int caller = 0;
        boolean inWait = false;
        while (caller < stack.length && isJdk(stack[caller].getClassName())) {
            inWait |= stack[caller].getClassName().equals("java.lang.Object");
            caller++;
        }
        return inWait
                && site != null
                && caller < stack.length
                && site.isIn(stack[caller])
                && site.frame().getLineNumber() == stack[caller].getLineNumber();
    }

    // The signal has come, or its time is over, and what was given up is wanted back.
    private static boolean isTakenAgain(Thread.State state, StackTraceElement[] stack) {
        if (state == Thread.State.BLOCKED) {
            return isInWait(stack, true);
        }
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.endsWith("ConditionObject")) {
                return false;
            }
            if (type.startsWith(LOCKS + "AbstractQueued")
                    && frame.getMethodName().equals("acquire")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJdk(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.");
    }

    private static BlockedOn of(HeldLock entry, int slot, boolean timed) {
        boolean givesUp = timed || Acquisition.isTimed(entry.flags());
        return new BlockedOn(entry.lock, slot, Acquisition.mode(entry.flags()), givesUp, false);
    }

    private static BlockedOn awaited(Object what, boolean timed) {
        return new BlockedOn(what, -1, Mode.EXCLUSIVE, timed, false);
    }

    // Locks that lockdep takes itself, and those of a sink, are nobody's events.
    private static boolean isInHook(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isEvents(frame.getClassName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEvents(String type) {
        return type.startsWith("io.lockdep.engine.") && type.endsWith("Events");
    }

    // The innermost monitor is one that the thread has if it stands anywhere else: in code that is not instrumented, or
    // at the start of a synchronized method, whose monitor is noted after it was entered.
    private static boolean isAt(HeldLock entry, StackTraceElement[] stack) {
        int first = 0;
        while (first < stack.length && isOfVirtualThread(stack[first].getClassName())) {
            first++;
        }
        if ((entry.flags() & Acquisition.MONITOR) == 0 || first == stack.length) {
            return false;
        }
        StackTraceElement now = stack[first];
        Site site = Sites.at(entry.site());
        if (site == null) {
            return !isJdk(now.getClassName());
        }
        return site.isIn(now) && site.frame().getLineNumber() == now.getLineNumber();
    }

    private static int firstOutsidePark(StackTraceElement[] stack) {
        int at = 0;
        while (at < stack.length && isPark(stack[at].getClassName())) {
            at++;
        }
        return at;
    }

    /** {@return how many frames, from the innermost, belong to the lock rather than to who takes it} */
    static int framesOfLocks(StackTraceElement[] stack) {
        int at = 0;
        while (at < stack.length
                && (isPark(stack[at].getClassName())
                        || Stacks.isWait(stack[at].getClassName())
                        || stack[at].getClassName().startsWith(LOCKS)
                        || stack[at].getClassName().startsWith(DROP_INS))) {
            at++;
        }
        return at;
    }

    private static boolean isPark(String type) {
        return type.equals("jdk.internal.misc.Unsafe")
                || type.equals(LOCKS + "LockSupport")
                || type.startsWith(LOCKS + "AbstractQueued")
                || type.startsWith("java.lang.System$")
                || isOfVirtualThread(type);
    }

    private static boolean isOfVirtualThread(String type) {
        return type.startsWith("java.lang.VirtualThread") || type.startsWith("jdk.internal.vm.");
    }

    private static Mode modeAgain(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().endsWith("$ReadLock")
                    || frame.getMethodName().equals("readLock")
                    || frame.getMethodName().equals("readLockInterruptibly")) {
                return Mode.SHARED;
            }
        }
        return Mode.EXCLUSIVE;
    }

    private static boolean isParkedBy(HeldLock entry, @Nullable Object blocker, StackTraceElement[] stack, int parked) {
        Object lock = entry.lock;
        int flags = entry.flags();
        if (lock == null || Acquisition.isTried(flags) || (flags & Acquisition.MONITOR) != 0) {
            return false;
        }
        if (lock instanceof UnitLock || (lock instanceof ClassedLock classed && !classed.excludes())) {
            return false;
        }
        if (lock instanceof AbstractOwnableSynchronizer || lock instanceof StampedLock) {
            return lock == blocker;
        }
        Class<?> type = lock instanceof ProgramLock own ? own.type() : lock.getClass();
        String by = outer(stack[parked].getClassName());
        if (isOf(type, by, true)) {
            return true;
        }
        // A lock of the program made of one of the JDK's: the class that called that one is the lock.
        int caller = parked;
        while (caller < stack.length && outer(stack[caller].getClassName()).equals(by)) {
            caller++;
        }
        if (!by.startsWith(LOCKS) || caller == stack.length) {
            return false;
        }
        return isOf(type, stack[caller].getClassName(), false);
    }

    private static boolean isOf(Class<?> lock, String type, boolean outermost) {
        for (Class<?> each = lock; each != null && each != Object.class; each = each.getSuperclass()) {
            String name = each.getName();
            if ((outermost ? outer(name) : name).equals(type)) {
                return true;
            }
        }
        return false;
    }

    private static String outer(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
