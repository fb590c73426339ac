package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/**
 * The events of pools of connections and other objects, called from their own code and from what calls it.
 *
 * <p>A pool may ask another one, or itself by another method; the outermost that is one counts, and what it returns is
 * the unit. A pool gives up with an exception when it has waited for long; that is how it tells of a deadlock, so its
 * waits are not taken for timed ones.
 *
 * <p>Thread-safe; each call is about the current thread; nothing is thrown.
 */
public final class PoolEvents {

    private static final boolean ON = Engine.options().enabled();

    private PoolEvents() {}

    /**
     * A pool is asked for a unit.
     *
     * @param pool the pool, or something that only looks like one
     */
    public static void asks(Object pool) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        int site = held.pendingSite;
        held.pendingSite = 0;
        if (held.thread.isAsking()) {
            held.thread.asks(0, null);
        } else if (!held.isBusy()) {
            ask(held, pool, site);
        }
    }

    private static void ask(HeldLocks held, Object pool, int site) {
        PoolUnits units = null;
        boolean was = held.enter();
        try {
            if (!PoolUnits.isPool(pool)) {
                return;
            }
            units = PoolUnits.known(pool);
        } catch (Throwable e) {
            Engine.internalError(e);
            return;
        } finally {
            held.leave(was);
        }
        if (units != null && units.isBounded()) {
            held.pendingSite = site;
            WaitEvents.takes(units, Acquisition.EXCLUSIVE);
        }
        held.thread.asks(site, units);
    }

    /**
     * A pool has handed out a unit.
     *
     * @param pool the pool
     * @param unit the unit; null if it had none
     */
    public static void got(Object pool, @Nullable Object unit) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (!held.thread.isAsking() || held.isBusy() || !held.thread.asked()) {
            return;
        }
        UnitLock askedFor = held.thread.askedFor();
        try {
            PoolUnits units = taken(held, pool, askedFor);
            if (units != null && units.isBounded() && !isOut(held, unit, units)) {
                WaitEvents.handsOff(units);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    // The first time its size is not known before.
    private static @Nullable PoolUnits taken(HeldLocks held, Object pool, @Nullable UnitLock askedFor) {
        if (askedFor instanceof PoolUnits units) {
            return units;
        }
        PoolUnits units;
        boolean was = held.enter();
        try {
            units = PoolUnits.of(pool);
        } finally {
            held.leave(was);
        }
        if (units != null && units.isBounded()) {
            held.pendingSite = held.thread.askingSite();
            WaitEvents.takes(units, Acquisition.EXCLUSIVE);
        }
        return units;
    }

    private static boolean isOut(HeldLocks held, @Nullable Object unit, PoolUnits units) {
        boolean was = held.enter();
        try {
            if (unit == null) {
                return false;
            }
            ClassedLock known = Companions.of(unit);
            if (known == null) {
                known = Companions.putIfAbsent(unit, new PoolUnit());
            }
            if (known instanceof PoolUnit out) {
                out.out(units);
                return true;
            }
            return false;
        } finally {
            held.leave(was);
        }
    }

    /**
     * A pool that was asked for a unit has thrown an exception.
     *
     * @param pool the pool
     */
    public static void failed(Object pool) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (held.thread.isAsking() && !held.isBusy() && held.thread.asked()) {
            UnitLock askedFor = held.thread.askedFor();
            if (askedFor != null) {
                WaitEvents.handsOff(askedFor);
            }
        }
    }

    /**
     * What may be a unit of a pool is given back.
     *
     * @param unit the unit, or anything else
     */
    public static void givesBack(@Nullable Object unit) {
        if (!ON || unit == null) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (held.isBusy()) {
            return;
        }
        try {
            UnitLock supply = Companions.of(unit) instanceof PoolUnit out ? out.back() : null;
            if (supply != null) {
                WaitEvents.givesBack(supply);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * What may be a pool is kept in a field, which names it if it is the first.
     *
     * @param pool the pool
     * @param site number of the place, which names its class
     */
    public static void kept(@Nullable Object pool, int site) {
        if (!ON || pool == null) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            LockClasses.keptPool(pool, site);
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /** Links what the events can reach, see {@link LockEvents#warmUp}. */
    static void warmUp() {
        Object pool = new Example();
        Object unit = new Object();
        for (int i = 0; i < 2; i++) {
            asks(pool);
            got(pool, unit);
            givesBack(unit);
        }
    }

    /** A pool that is asked before any other one. */
    public static final class Example {

        /** {@return how many units it has} */
        public int getMaxTotal() {
            return 2;
        }
    }
}
