package io.lockdep.sim.memory;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who took pages that the min watermark keeps back, for the invariant on it. The kernel does not count this.
 */
public final class Reserve {

    private final AtomicInteger byVictims = new AtomicInteger();
    private final AtomicInteger byReclaim = new AtomicInteger();
    private final AtomicInteger lowestFree = new AtomicInteger(Integer.MAX_VALUE);

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

    /**
     * The fewest free pages that an allocation which had to look twice has left in its zone.
     *
     * @return pages; {@link Integer#MAX_VALUE} if there was no such allocation
     */
    public int lowestFree() {
        return lowestFree.get();
    }

    void noteFree(int free) {
        lowestFree.accumulateAndGet(free, Math::min);
    }

    void taken(boolean byVictim) {
        (byVictim ? byVictims : byReclaim).incrementAndGet();
    }
}
