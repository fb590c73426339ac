package io.lockdep.engine;

/**
 * The events of the JDK's semaphores, called from their own code.
 *
 * <p>Thread-safe; each call is about the current thread; nothing is thrown. A semaphore that tells of itself, as the
 * library's does, is left alone.
 */
public final class SupplyEvents {

    private static final boolean ON = Engine.options().enabled();

    private SupplyEvents() {}

    /**
     * A semaphore is being made.
     *
     * @param semaphore the semaphore
     * @param permits how many it has at first; may be none or less
     */
    public static void made(Object semaphore, int permits) {
        if (!ON || semaphore instanceof SelfReporting) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            Permits.made(semaphore, permits);
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            held.leave(was);
        }
    }

    /**
     * Permits are about to be waited for.
     *
     * @param semaphore the semaphore
     * @param count how many
     * @param how exclusively, and if it gives up after a while, {@link Acquisition#TIMED}
     */
    public static void takes(Object semaphore, int count, int how) {
        if (!ON || semaphore instanceof SelfReporting) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        try {
            Permits permits = Permits.of(held, semaphore, held.pendingSite);
            if (permits != null) {
                permits.take(held, semaphore, count, how);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.pendingSite = 0;
    }

    /**
     * The wait for permits is over.
     *
     * @param taken whether they were taken
     * @param semaphore the semaphore
     * @param count how many
     */
    public static void waited(boolean taken, Object semaphore, int count) {
        if (!ON || semaphore instanceof SelfReporting) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        try {
            Permits permits = Permits.of(held, semaphore, 0);
            if (permits != null) {
                permits.waited(held, semaphore, taken, count);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * Permits were asked for without waiting.
     *
     * @param taken whether they were taken
     * @param semaphore the semaphore
     * @param count how many
     */
    public static void tried(boolean taken, Object semaphore, int count) {
        if (taken) {
            takes(semaphore, count, Acquisition.TRIED);
        } else if (ON) {
            ThreadTable.current().pendingSite = 0;
        }
    }

    /**
     * All permits that there are were taken without waiting.
     *
     * @param drained how many; less than none were given back
     * @param semaphore the semaphore
     */
    public static void drained(int drained, Object semaphore) {
        if (drained > 0) {
            takes(semaphore, drained, Acquisition.TRIED);
        } else if (drained < 0) {
            resized(semaphore);
        }
    }

    /**
     * Permits have been released.
     *
     * @param semaphore the semaphore
     * @param count how many
     */
    public static void givesBack(Object semaphore, int count) {
        if (!ON || semaphore instanceof SelfReporting) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        try {
            Permits permits = Permits.of(held, semaphore, 0);
            if (permits != null) {
                permits.giveBack(held, semaphore, count);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * The number of permits was changed, whoever holds them.
     *
     * @param semaphore the semaphore
     */
    public static void resized(Object semaphore) {
        if (!ON || semaphore instanceof SelfReporting) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        try {
            Permits permits = Permits.of(held, semaphore, 0);
            if (permits != null) {
                permits.resize(held, semaphore);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /** Links what the events can reach, see {@link LockEvents#warmUp}. */
    static void warmUp() {
        Object supply = new WarmUp();
        made(supply, 2);
        takes(supply, 1, Acquisition.EXCLUSIVE);
        waited(true, supply, 1);
        givesBack(supply, 1);
        Object signal = new WarmUp();
        made(signal, 0);
        givesBack(signal, 1);
        Object lock = new WarmUp();
        made(lock, 1);
        takes(lock, 1, Acquisition.EXCLUSIVE);
        waited(true, lock, 1);
        givesBack(lock, 1);
    }
}
