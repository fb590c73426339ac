package io.lockdep.sim.scenario;

import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;

/**
 * The example with memory to spare: A writes through pool a and takes mutex b, B allocates under b, and C, kswapd, swaps
 * out through pool a. Nobody ever waits; who would have to is what a lock validator sees.
 */
final class MempoolExample {

    /** One CPU of two online and 64 MiB: watermarks 256, 320 and 384 pages. */
    static final SimConfig MACHINE = new SimConfig(2, 1, 64 * 256, 0);

    /** Enough that A and C never wait, few enough that the pool can run dry. */
    static final int POOL = 16;

    static final int SWAP_PAGES = 4096;

    private final Stage stage;
    private final VariantFlags flags;

    MempoolExample(Stage stage, VariantFlags flags) {
        this.stage = stage;
        this.flags = flags;
    }

    Outcome play() {
        SimKernel kernel = stage.kernel();
        Actor writer = stage.actor("dd", 0);
        Actor committer = stage.actor("logd", 0);
        Actor hog = stage.actor("stress", 0);
        Actor kswapd = stage.actor("kswapd0", 0);
        kernel.pages().schedule().scriptedBy(stage::runPendingWorks);
        LoggedTarget target = new LoggedTarget(
                flags,
                kernel.pages(),
                new Disk(kernel.workqueues()),
                Task.named("insmod", 0).call(() -> kernel.pagePools().mempoolCreatePagePool("a", POOL)));
        kernel.pages().swap().swapon(target, SWAP_PAGES);
        MemoryHog memory = new MemoryHog(kernel);
        int low = kernel.zones().get(0).watermarks().low();
        Gfp gfp = flags.has(Patch.POOL_PAGE_NOIO) ? Gfp.NOIO : Gfp.KERNEL;

        stage.start();
        stage.turn("A", writer, () -> {
            target.writeLogged(1);
            return "in use: " + target.pool().outstanding() + " elements";
        });
        stage.runPendingWorks("W");
        stage.turn("B", committer, () -> target.commitLog(gfp) + " entries, " + target.written() + " sectors written");
        stage.turn("D", hog, () -> memory.fillDownTo(low - 1));
        stage.turn("C", kswapd, () -> kernel.pages().kswapd().balancePgdat() + " pages freed");
        stage.turn("E", hog, memory::exit);
        stage.runPendingWorks("W");
        return stage.finish();
    }
}
