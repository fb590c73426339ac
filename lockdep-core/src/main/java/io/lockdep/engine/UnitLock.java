package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.graph.Supply;
import io.lockdep.report.Nature;

/**
 * A bounded supply as the engine sees it: whoever holds a unit keeps a place in it that others may wait for.
 *
 * <p>It is a lock only while whoever takes a unit also gives it back. From the first unit on that another thread gives
 * back, it is a signal: who waits for it depends on what is held where it is given back.
 */
public class UnitLock extends ClassedLock implements Supply {

    private final int units;
    private volatile int flows;
    private volatile boolean signal;

    /**
     * A supply.
     *
     * @param lockClass name of its class
     * @param units how many there are, at least 1
     * @param pool whether the units are the workers of a pool of threads
     */
    protected UnitLock(String lockClass, int units, boolean pool) {
        this(Engine.graph().classNamed(lockClass), units, pool);
    }

    UnitLock(LockClass lockClass, int units, boolean pool) {
        super(lockClass, units == 1);
        this.units = units;
        rules().standsFor(pool ? Nature.POOL : Nature.RESOURCE);
    }

    /** A supply whose class is not known yet, see {@link #is}. */
    UnitLock(int units) {
        super(Engine.graph().further(), units == 1);
        this.units = units;
    }

    /** The supply is of this class. */
    final void is(LockClass of) {
        if (of != Engine.graph().further()) {
            of.rules().standsFor(signal ? Nature.SIGNAL : Nature.RESOURCE);
        }
        lockClass = of;
    }

    @Override
    public final int units() {
        return units;
    }

    /** Says how many flows use it at the same time, at most; 0 if that is not known. */
    protected final void usedBy(int most) {
        flows = most;
    }

    /** {@return whether the supply is so large that flows which hold this many units can each get one more in turn} */
    final boolean covers(long held) {
        return flows > 0 && units >= flows * held + 1;
    }

    /** {@return whether flows that hold this many units and ask for so many more may wait for each other} */
    final boolean isScarce(long held, long more) {
        return units != UNKNOWN && !covers(held + more - 1);
    }

    final boolean isSignal() {
        return signal;
    }

    /** From now on it is not known who has units. */
    protected final void becomeSignal() {
        signal = true;
        if (lockClass != Engine.graph().further()) {
            rules().standsFor(Nature.SIGNAL);
        }
    }
}
