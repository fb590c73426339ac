package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.mempool.Mempool;
import java.util.ArrayList;
import java.util.List;

/**
 * I5: at rest nobody has an element of a mempool, so each reserve is exactly full again.
 */
final class MempoolsWhole implements Invariant {

    @Override
    public String title() {
        return "I5 mempools have their reserve";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        for (Mempool<Integer> pool : kernel.pagePools().all()) {
            if (pool.outstanding() != 0 || pool.currNr() != pool.minNr()) {
                violations.add("mempool " + pool.name() + " keeps " + pool.currNr() + " elements of " + pool.minNr()
                        + ", and " + pool.outstanding() + " are in use");
            }
        }
        return violations;
    }
}
