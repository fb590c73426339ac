package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * The events of conditions and of monitors that are waited on: the counterpart of {@link LockEvents} for {@code await}
 * and {@code signal}, {@code wait} and {@code notify}.
 *
 * <p>A wait gives up one lock and takes it again, with whatever else the thread keeps; and it ends when somebody
 * signals, who may need what is kept. Both are said <em>before</em> the thread waits. A thread that keeps nothing else
 * has nothing to say, and costs next to nothing.
 *
 * <p>Called by instrumented code, from any thread; the same rules hold as for {@link LockEvents}.
 */
public final class ConditionEvents {

    private static final boolean ON = Engine.options().enabled();

    private ConditionEvents() {}

    /**
     * This thread is about to await a condition.
     *
     * @param condition the condition
     * @param sync the synchronizer that it belongs to
     * @param timed whether the wait ends by itself
     */
    public static void awaits(Object condition, Object sync, boolean timed) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                int own = Conditions.slotOfLock(held, condition, sync);
                held.thread.waitsIn(own, condition, 0);
                if (held.depth() > 1 || (own < 0 && held.depth() > 0)) {
                    ConditionWaits.awaits(held, own, condition, timed);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /** The wait that {@link #awaits} announced is over, one way or the other; the lock is held again. */
    public static void awaited() {
        if (ON) {
            ThreadTable.current().thread.waitedIn();
        }
    }

    /**
     * This thread has signalled a condition, with whatever it holds.
     *
     * @param condition the condition
     * @param sync the synchronizer that it belongs to
     */
    public static void signals(Object condition, Object sync) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.depth() > 0) {
                try {
                    int own = Conditions.slotOfLock(held, condition, sync);
                    if (held.depth() > 1 || own < 0) {
                        ConditionWaits.signals(held, own, condition, Conditions.classOf(held, condition, own));
                    }
                } catch (Throwable e) {
                    Engine.internalError(e);
                }
            }
        }
    }

    /**
     * This thread is about to call {@code wait} on an object.
     *
     * @param monitor the object; may be null, the program is about to fail then
     * @param timeout how long it waits at most; 0 for ever
     * @param site number of the place
     * @return the timeout
     */
    public static long waits(@Nullable Object monitor, long timeout, int site) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                int own = monitor == null ? -1 : held.slotOf(monitor);
                held.thread.waitsIn(own, null, site);
                // Who does not hold it is told so by the JVM.
                if (monitor != null && own >= 0 && held.depth() > 1) {
                    ConditionWaits.waits(held, own, monitor, timeout != 0);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
        return timeout;
    }

    /**
     * This thread is about to call {@code wait} on an object, for as long as it takes.
     *
     * @param monitor the object
     * @param site number of the place
     */
    public static void waits(@Nullable Object monitor, int site) {
        waits(monitor, 0, site);
    }

    /**
     * This thread is about to call {@code notify} or {@code notifyAll} on an object, with whatever it holds.
     *
     * @param monitor the object; may be null, the program is about to fail then
     */
    public static void notifies(@Nullable Object monitor) {
        if (ON && monitor != null) {
            HeldLocks held = ThreadTable.current();
            if (held.depth() > 1) {
                try {
                    int own = held.slotOf(monitor);
                    if (own >= 0) {
                        ConditionWaits.signals(
                                held, own, monitor, Engine.graph().signalOf(held.classAt(own)));
                    }
                } catch (Throwable e) {
                    Engine.internalError(e);
                }
            }
        }
    }

    /**
     * A condition has been made.
     *
     * @param condition the condition
     * @param site number of the place, which names its class
     */
    public static void made(@Nullable Object condition, int site) {
        if (ON && condition != null) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                Conditions.made(condition, site);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    /**
     * A class of the JDK has made a condition for itself; its lock's name is part of the condition's.
     *
     * @param condition the condition
     * @param field the field it is kept in; empty if it is how something else works that is told of by itself
     */
    public static void madeFor(@Nullable Object condition, String field) {
        if (ON && condition != null) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                Conditions.madeFor(condition, field);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    /** Links what a hook can reach; see {@link LockEvents#warmUp}. */
    static void warmUp() {
        Conditions.warmUp();
    }
}
