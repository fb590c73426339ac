package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * The events of what the JDK makes threads wait for that is neither lock nor supply: latches, barriers, queues that hand
 * over. Called from their own code.
 *
 * <p>Who waits depends on the locks that are held where it is signalled. With nothing held there is nothing to learn, and
 * next to nothing is done.
 *
 * <p>Thread-safe; each call is about the current thread; nothing is thrown.
 */
public final class SignalEvents {

    private static final boolean ON = Engine.options().enabled();

    private SignalEvents() {}

    /**
     * This thread is about to wait for a signal.
     *
     * @param signal the object that is waited for
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     */
    public static void awaits(Object signal, int flags) {
        if (ON) {
            awaits(ThreadTable.current(), signal, flags, true);
        }
    }

    /**
     * This thread signals what others wait for.
     *
     * @param signal the object that is waited for
     */
    public static void signals(Object signal) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, signal, true);
            }
        }
    }

    /**
     * This thread arrives where several wait for each other, and is about to wait for the others.
     *
     * @param signal the object at which they meet
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     */
    public static void meets(Object signal, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, signal, true);
            }
            awaits(held, signal, flags, true);
        }
    }

    /**
     * This thread is about to put something into a queue, and to wait until it is taken out.
     *
     * @param queue the queue
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     */
    public static void puts(Object queue, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, queue, false);
            }
            awaits(held, takersOf(held, queue), flags, false);
        }
    }

    /**
     * This thread is about to take something out of a queue, and to wait until it is there.
     *
     * @param queue the queue
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     */
    public static void takes(Object queue, int flags) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, takersOf(held, queue), false);
            }
            awaits(held, queue, flags, false);
        }
    }

    /**
     * This thread is about to put something into a queue that keeps it, and to wait for room if there is none.
     *
     * @param queue the queue
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     * @param capacity how much it keeps; {@code Integer.MAX_VALUE} for no limit
     */
    public static void adds(Object queue, int flags, int capacity) {
        if (ON) {
            if (capacity < Integer.MAX_VALUE) {
                puts(queue, flags);
            } else {
                added(true, queue);
            }
        }
    }

    /**
     * This thread is about to take something out of a queue that keeps it, and to wait if there is nothing.
     *
     * @param queue the queue
     * @param flags if it gives up after a while, {@link Acquisition#TIMED}
     * @param capacity how much it keeps; {@code Integer.MAX_VALUE} for no limit
     */
    public static void removes(Object queue, int flags, int capacity) {
        if (ON) {
            if (capacity < Integer.MAX_VALUE) {
                takes(queue, flags);
            } else {
                awaits(ThreadTable.current(), queue, flags, false);
            }
        }
    }

    /**
     * This thread has put something into a queue without waiting.
     *
     * @param done whether it could
     * @param queue the queue
     */
    public static void added(boolean done, Object queue) {
        if (ON && done) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, queue, false);
            }
        }
    }

    /**
     * This thread has taken something out of a queue without waiting.
     *
     * @param taken what it got, null if nothing
     * @param queue the queue
     */
    public static void polled(@Nullable Object taken, Object queue) {
        if (ON && taken != null) {
            HeldLocks held = ThreadTable.current();
            if (held.lock != null) {
                signals(held, takersOf(held, queue), false);
            }
        }
    }

    /** The wait is over, one way or the other. */
    public static void waited() {
        if (ON) {
            ThreadTable.current().thread.waited();
        }
    }

    /** {@return whether an object that is waited for is a signal of the JDK's, rather than a lock} */
    static boolean isSignal(Object awaited) {
        return awaited instanceof Takers
                || awaited instanceof CountDownLatch
                || awaited instanceof CyclicBarrier
                || awaited instanceof Phaser
                || awaited instanceof Exchanger
                || awaited instanceof BlockingQueue<?>;
    }

    private static void awaits(HeldLocks held, Object signal, int flags, boolean meeting) {
        if (Acquisition.isTried(flags)) {
            return;
        }
        held.thread.waits(signal);
        if (held.lock != null && !held.isBusy() && !held.thread.isAsking()) {
            try {
                if (stands(held, signal, meeting)) {
                    Waits.touch(held, signal, flags, 0);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    private static void signals(HeldLocks held, Object signal, boolean meeting) {
        try {
            if (!held.isBusy() && stands(held, signal, meeting)) {
                Waits.signal(held, signal);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    // False if there is no class for it.
    private static boolean stands(HeldLocks held, Object signal, boolean meeting) {
        boolean was = held.enter();
        try {
            LockClass of = Engine.graph().classAt(LockClasses.of(signal, 0));
            if (of == Engine.graph().further()) {
                return false;
            }
            if (of.rules().nature() != Nature.SIGNAL) {
                of.rules().standsFor(Nature.SIGNAL);
                if (meeting) {
                    of.rules().meet();
                }
            }
            return true;
        } finally {
            held.leave(was);
        }
    }

    // Who puts waits for takers, who takes waits for what is put: two signals, so that those who do the same do not
    // seem
    // to wait for each other.
    private static Object takersOf(HeldLocks held, Object queue) {
        if (held.lock == null || held.isBusy()) {
            return queue;
        }
        boolean was = held.enter();
        try {
            ClassedLock known = Companions.of(queue);
            if (known == null) {
                String name = Engine.graph().classAt(LockClasses.of(queue, 0)).name() + ".taken";
                known = Companions.putIfAbsent(queue, new Takers(name, Reporter.instance(queue)));
            }
            return known == null ? queue : known;
        } finally {
            held.leave(was);
        }
    }

    /** Links what the events can reach, see {@link LockEvents#warmUp}. */
    static void warmUp() {
        Object lock = new Object();
        Object signal = new WarmUp();
        LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
        meets(signal, Acquisition.EXCLUSIVE);
        waited();
        puts(signal, Acquisition.EXCLUSIVE);
        waited();
        takes(signal, Acquisition.EXCLUSIVE);
        waited();
        LockEvents.release(lock, Acquisition.EXCLUSIVE);
    }

    /** That somebody takes something out of a queue. */
    private static final class Takers extends ClassedLock implements StandIn {

        private final String shownAs;

        Takers(String lockClass, String shownAs) {
            super(lockClass, false);
            this.shownAs = shownAs;
        }

        @Override
        public String shownAs() {
            return shownAs;
        }
    }
}
