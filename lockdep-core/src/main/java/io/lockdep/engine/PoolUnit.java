package io.lockdep.engine;

import org.jspecify.annotations.Nullable;

/** Kept beside what a pool hands out: to whose units it counts, as long as it is out. */
final class PoolUnit extends ClassedLock {

    private @Nullable UnitLock of;

    PoolUnit() {
        super(Engine.graph().further(), false);
    }

    /** It has been handed out. */
    synchronized void out(UnitLock supply) {
        of = supply;
    }

    /** {@return to whose units it counted; null if it was not out} */
    synchronized @Nullable UnitLock back() {
        UnitLock supply = of;
        of = null;
        return supply;
    }
}
