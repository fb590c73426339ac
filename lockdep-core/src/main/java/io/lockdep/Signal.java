package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.Awaited;
import io.lockdep.engine.ClassedLock;
import io.lockdep.engine.Declarations;
import io.lockdep.engine.Enders;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.WaitEvents;
import io.lockdep.report.Nature;

/**
 * An event that threads wait for and another thread signals: a latch, a flag with a condition, a message.
 *
 * <p>Who waits depends on every lock that is held where the event is signalled: if the waiter holds one of those, or one
 * that leads to it, the signal may never come ({@code lost-signal}).
 *
 * <pre>{@code
 * private final Signal ready = Signal.of("Loader.ready");
 *
 * void await()  throws InterruptedException { ready.await(latch::await); }
 * void loaded() { ready.signalling(); latch.countDown(); }
 * }</pre>
 *
 * <p>Thread-safe. For conditions, call {@link #awaiting} without the lock of the condition: it is released meanwhile.
 */
public final class Signal extends ClassedLock implements Awaited {

    private Signal(String lockClass) {
        super(lockClass, false);
        rules().standsFor(Nature.SIGNAL);
    }

    /**
     * Makes a signal.
     *
     * @param lockClass name of its class; signals of one name are instances of one class
     * @return the signal
     */
    public static Signal of(String lockClass) {
        Library.start();
        return new Signal(lockClass);
    }

    /**
     * Says that this thread is about to wait for the signal, with whatever it holds. Call it before the wait. That a wait
     * gives up after a while cannot be said.
     */
    public void awaiting() {
        Declarations.touch(this, Acquisition.EXCLUSIVE);
    }

    /**
     * Waits for the signal, and shows it to the watchdog meanwhile.
     *
     * @param wait waits
     * @param <E> what the wait can throw
     * @throws E if the wait does
     */
    public <E extends Exception> void await(Blocking.Action<E> wait) throws E {
        awaiting();
        LockEvents.waits(this);
        try {
            wait.run();
        } finally {
            LockEvents.waited();
        }
    }

    /** Says that this thread signals, with whatever it holds. Call it where the signal is given. */
    public void signalling() {
        WaitEvents.signals(this);
    }

    @Override
    public Nature nature() {
        return Nature.SIGNAL;
    }

    @Override
    public Enders enders() {
        return Enders.unknown();
    }

    @Override
    public String toString() {
        return "Signal[" + lockClassName() + "]";
    }
}
