package io.lockdep.sim.invariant;

import java.util.List;

/**
 * The invariants there are. A class of its own, because an interface that makes its own implementations when it is
 * initialised can deadlock with them.
 */
public final class Invariants {

    private static final List<Invariant> ALL = List.of(
            new PagesAccounted(),
            new PcpListsOwned(),
            new PercpuPopulated(),
            new SlabObjectsCounted(),
            new MempoolsWhole(),
            new KernfsUnused(),
            new IsolationUndone(),
            new ReserveKept(),
            new HotplugAtRest());

    private Invariants() {}

    /**
     * Those that every scenario is checked against.
     *
     * @return in the order of their numbers
     */
    public static List<Invariant> all() {
        return ALL;
    }
}
