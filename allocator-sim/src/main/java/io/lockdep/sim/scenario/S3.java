package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S3: what the user of a mempool may do while it has an element.
 *
 * <p>The variants play three pieces: the example of David Rientjes with memory to spare, so that only the order of locks
 * is seen (A0 to A2, A4, N1 to N3); dm-crypt below swap (A3, N4); and the example without memory, under each policy on
 * reserves (P0 to P3).
 */
public final class S3 implements Scenario {

    private final Synopsis synopsis = Synopsis.read("S3");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MempoolStress(kernel).roles();
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(MempoolExample.MACHINE, synopsis, variant, narrator, trace);
        stage.warmUp();
        if (variant.id().startsWith("P")) {
            return new MempoolStall(stage, variant.flags()).play();
        }
        if (!variant.flags().has(Patch.BIO_ALLOC_LOCK) || variant.id().equals("N4")) {
            return new CryptSwap(stage, variant.flags()).play();
        }
        return new MempoolExample(stage, variant.flags()).play();
    }
}
