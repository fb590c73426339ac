package io.lockdep.sim.memory;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who took pages that the min watermark keeps back, for the invariant on it. The kernel does not count this.
 */
public final class Reserve {

    private final AtomicInteger byVictims = new AtomicInteger();
    private final AtomicInteger byReclaim = new AtomicInteger();

    Reserve() {}

    /**
     * Pages for victims of the out-of-memory killer, who exit soon.
     *
     * @return number of allocations below the mark
     */
    public int byVictims() {
        return byVictims.get();
    }

    /**
     * Pages for tasks with {@code PF_MEMALLOC}, who promised to free more than they take.
     *
     * @return number of allocations below the mark
     */
    public int byReclaim() {
        return byReclaim.get();
    }

    void taken(boolean byVictim) {
        (byVictim ? byVictims : byReclaim).incrementAndGet();
    }
}
