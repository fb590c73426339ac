package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.ZoneCensus;
import java.util.List;

/**
 * I1: every page is free, on a per-CPU list or allocated, exactly once, and the counters agree.
 */
final class PagesAccounted implements Invariant {

    @Override
    public String title() {
        return "I1 every page is accounted for";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        return kernel.zones().stream()
                .flatMap(zone -> ZoneCensus.violations(zone).stream())
                .toList();
    }
}
