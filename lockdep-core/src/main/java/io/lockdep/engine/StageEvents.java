package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;

/**
 * The events of futures that somebody completes: stages, which run when another one is done, and futures that the program
 * completes by hand, which are signals.
 *
 * <p>A part of {@link TaskEvents}, under the same rules.
 */
public final class StageEvents {

    private static final boolean ON = Engine.options().enabled();
    private static final int WAIT = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private StageEvents() {}

    /**
     * A stage has been made, at the place that the caller has left.
     *
     * @param work what runs when the stage before is done, which an executor may be handed
     * @param future the stage
     */
    public static void made(Object work, Object future) {
        if (ON && future != null && ThreadTable.current().handingSite != 0) {
            TaskEvents.made(work, future);
        }
    }

    /**
     * This thread is about to wait for a future.
     *
     * @param future the future
     * @param timed whether it gives up after a while
     */
    public static void awaits(Object future, boolean timed) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (held.isBusy()) {
            return;
        }
        try {
            if (TaskEvents.known(future) != null) {
                TaskEvents.awaits(future, timed);
            } else if (held.depth() > 0 || held.body() != null) {
                int site = held.pendingSite;
                held.pendingSite = 0;
                standsForSignal(held, future, site);
                Waits.touch(held, future, timed ? WAIT | Acquisition.TIMED : WAIT, site);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * This thread is about to complete a future by hand. Who waits for it depends on every lock held here.
     *
     * @param future the future
     */
    public static void completes(Object future) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (held.depth() == 0 || held.isBusy()) {
            return;
        }
        try {
            if (TaskEvents.known(future) == null) {
                standsForSignal(held, future, 0);
                Waits.signal(held, future);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    private static void standsForSignal(HeldLocks held, Object future, int site) {
        boolean was = held.enter();
        try {
            LockClass of = Engine.graph().classAt(LockClasses.of(future, site));
            if (of.rules().nature() == Nature.LOCK && of.rules().validates()) {
                of.rules().standsFor(Nature.SIGNAL);
            }
        } finally {
            held.leave(was);
        }
    }
}
