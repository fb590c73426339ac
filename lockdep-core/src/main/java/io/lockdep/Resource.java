package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Places;
import io.lockdep.engine.UnitLock;
import io.lockdep.engine.WaitEvents;

/**
 * A bounded supply: connections, permits, buffers, the workers of a pool of threads.
 *
 * <p>A unit is held like a lock and waited for like a lock, so that a ring through it is found ({@code resource}, or
 * {@code starvation} for workers), long before the supply has ever run out. So is asking for a second unit of one supply
 * while holding the first, unless {@link #usedByAtMost} says that the supply covers it.
 *
 * <pre>{@code
 * private final Resource connections = Resource.of("pool", 10);
 *
 * Connection borrow()          { connections.acquire(); return pool.take(); }   // before it can block
 * void giveBack(Connection c)  { pool.put(c); connections.release(); }
 * }</pre>
 *
 * <p>Thread-safe. A unit belongs to the thread that took it; {@link #handOff} and {@link #adopt} move it. From the first
 * unit on that a thread releases without having it, the supply is judged as a {@link Signal}: nobody can know then who
 * holds what.
 */
public final class Resource extends UnitLock {

    private Resource(String lockClass, int units, boolean pool) {
        super(lockClass, units, pool);
    }

    /**
     * Makes a supply.
     *
     * @param lockClass name of its class
     * @param units how many there are
     * @return the supply
     * @throws IllegalArgumentException if there are none
     */
    public static Resource of(String lockClass, int units) {
        Library.start();
        return new Resource(lockClass, check(units), false);
    }

    /**
     * Makes the supply of workers of a pool of threads.
     *
     * @param lockClass name of its class
     * @param workers how many threads there are at most
     * @return the supply, for {@link Task#of(String, Resource)}
     * @throws IllegalArgumentException if there are none
     */
    public static Resource pool(String lockClass, int workers) {
        Library.start();
        return new Resource(lockClass, check(workers), true);
    }

    private static int check(int units) {
        if (units < 1) {
            throw new IllegalArgumentException(units + " units: a supply has at least one");
        }
        return units;
    }

    /**
     * Says how many flows use the supply at the same time, at most. With {@code n} flows of {@code k} units each it never
     * runs dry for good if it has more than {@code n * (k - 1)} units; that is then not reported.
     *
     * @param flows how many
     * @return this
     */
    public Resource usedByAtMost(int flows) {
        usedBy(flows);
        return this;
    }

    /** Says that this thread is about to wait for a unit. */
    public void acquire() {
        Places.atCaller(this);
        WaitEvents.takes(this, Acquisition.EXCLUSIVE);
    }

    /** Says that this thread has got a unit without waiting. */
    public void acquireTried() {
        Places.atCaller(this);
        WaitEvents.takes(this, Acquisition.EXCLUSIVE | Acquisition.TRIED);
    }

    /** Says that this thread is about to wait for a unit, but not for ever. */
    public void acquireTimed() {
        Places.atCaller(this);
        WaitEvents.takes(this, Acquisition.EXCLUSIVE | Acquisition.TIMED);
    }

    /**
     * Takes a unit, and shows the wait to the watchdog. If that fails the unit is not held.
     *
     * @param wait waits for a unit
     * @param <E> what the wait can throw
     * @throws E if the wait does
     */
    public <E extends Exception> void acquire(Blocking.Action<E> wait) throws E {
        acquire();
        LockEvents.waits(this);
        boolean taken = false;
        try {
            wait.run();
            taken = true;
        } finally {
            LockEvents.waited();
            if (!taken) {
                // Not a release: nobody gets a unit by it.
                handOff();
            }
        }
    }

    /** Says that this thread gives back a unit, or could not get the one it waited for. */
    public void release() {
        WaitEvents.givesBack(this);
    }

    /** Says that this thread passes its unit on. */
    public void handOff() {
        WaitEvents.handsOff(this);
    }

    /** Says that this thread has got a unit from one that called {@link #handOff}. */
    public void adopt() {
        WaitEvents.adopts(this);
    }

    @Override
    public String toString() {
        return "Resource[" + lockClassName() + ", " + units() + "]";
    }
}
