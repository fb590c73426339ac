package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import java.util.List;

/**
 * I8: below the min watermark only victims of the out-of-memory killer get pages. Reclaim could ask for some, with
 * {@code PF_MEMALLOC}, but all that it allocates comes from mempools, which are there so that it need not.
 */
final class ReserveKept implements Invariant {

    @Override
    public String title() {
        return "I8 reclaim leaves the reserve below the min watermark alone";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        int taken = kernel.pages().reserve().byReclaim();
        return taken == 0 ? List.of() : List.of("reclaim took " + taken + " pages of the reserve");
    }
}
