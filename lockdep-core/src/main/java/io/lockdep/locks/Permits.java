package io.lockdep.locks;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.UnitLock;
import io.lockdep.engine.WaitEvents;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the permits of a semaphore mean to lockdep.
 *
 * <p>One permit is a lock that can be taken once, as long as whoever takes it gives it back; the first time that somebody
 * else does, semaphores of that class are not watched any more. More permits are units of a supply, and none at first
 * are a signal: who waits depends on what is held where one is released.
 */
final class Permits implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int FLAGS = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private final @Nullable Watch watch;

    /** Null for one permit, and in a copy made by serialisation, which is not watched. */
    private final transient @Nullable Supply supply;

    Permits(Semaphore of, @Nullable String name, int permits, Policy policy) {
        watch = permits == 1 ? new Watch(of, name, false, policy) : null;
        supply = permits == 1 ? null : new Supply(name == null ? Birthplace.of(of.getClass()) : name, permits);
    }

    /** Permits are about to be waited for. */
    int announce(int count, int how) {
        if (supply != null) {
            take(supply, count, how);
        }
        return watch == null || count != 1 ? 0 : watch.announce(FLAGS | how);
    }

    // All at once: nobody holds one while waiting for the next.
    private static void take(Supply supply, int count, int how) {
        for (int i = 0; i < count; i++) {
            WaitEvents.takes(supply, Acquisition.EXCLUSIVE | (i == 0 ? how : Acquisition.TRIED));
        }
    }

    /** What was announced has ended. */
    void settle(int before, boolean taken, int count, int how) {
        for (int i = 0; supply != null && !taken && i < count; i++) {
            WaitEvents.handsOff(supply);
        }
        if (watch != null && count == 1) {
            watch.settle(before, taken, FLAGS | how);
        }
    }

    /** {@return what {@link #tried} and {@link #released} want to know from before} */
    int before() {
        return watch == null ? 0 : watch.before();
    }

    /** Permits were asked for without waiting. */
    void tried(int before, boolean taken, int count) {
        if (supply != null && taken) {
            take(supply, count, Acquisition.TRIED);
        }
        if (watch != null && count == 1) {
            watch.tried(before, taken, FLAGS);
        }
    }

    /** Permits were given back, or added. */
    void released(int before, int count) {
        for (int i = 0; supply != null && i < count; i++) {
            WaitEvents.givesBack(supply);
        }
        if (watch == null || count == 0) {
            return;
        }
        if (count == 1) {
            watch.released(before, FLAGS);
        } else {
            watch.handedOver();
        }
    }

    /** The number of permits is not what it was, whoever holds them. */
    void resized() {
        if (supply != null) {
            supply.becomeSignalForGood();
        }
        if (watch != null) {
            watch.handedOver();
        }
    }

    /** Several permits, or none at first. */
    private static final class Supply extends UnitLock {

        Supply(String lockClass, int permits) {
            super(lockClass, Math.max(1, permits), false);
            if (permits < 1) {
                becomeSignal();
            }
        }

        void becomeSignalForGood() {
            becomeSignal();
        }
    }
}
