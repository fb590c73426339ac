package io.lockdep.sim.scenario;

import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.DmCrypt;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;

/**
 * Swap in the script of C0: on a target with a log, on dm-crypt, on a slow disk. A process writes to the target, another
 * one writes its log, and kswapd needs more elements of its pool than there are.
 */
final class CleanSwap {

    private static final int POOL = 4;
    private static final int PAGE_POOL = 64;
    private static final int WRITES = 3;

    /** Above the min mark nobody has to reclaim; below the low one kswapd has. */
    private static final int BATCH = 16;

    /** The disk completes what it has when somebody has waited that often. */
    private static final int SLOW = 6;

    private final Stage stage;
    private final SimKernel kernel;
    private final VariantFlags flags;
    private final Zone zone;
    private final LoggedTarget target;
    private final Actor writer;
    private final Actor committer;
    private final Actor iostat;
    private final Actor hog;
    private final Actor kswapd;
    private int waits;

    CleanSwap(Stage stage, VariantFlags flags) {
        this.stage = stage;
        this.flags = flags;
        kernel = stage.kernel();
        zone = kernel.zones().get(kernel.zones().size() - 1);
        target = Task.named("insmod", 0).call(this::setUp);
        writer = stage.actor("dd", 0);
        committer = stage.actor("logd", 0);
        iostat = stage.actor("iostat", 0);
        hog = stage.actor("stress", 0);
        kswapd = stage.actor("kswapd0", 0);
        kernel.pages().schedule().scriptedBy(this::meanwhile);
    }

    void writeAndSwap() {
        Gfp gfp = flags.has(Patch.POOL_PAGE_NOIO) ? Gfp.NOIO : Gfp.KERNEL;
        stage.turn("Q", writer, this::write);
        stage.runPendingWorks("W");
        stage.turn("R", committer, () -> target.commitLog(gfp) + " entries");
        stage.turn("S", iostat, () -> target.written() + " sectors written");
        MemoryHog memory = new MemoryHog(kernel);
        stage.turn("T", hog, () -> {
            memory.fillDownTo(zone.watermarks().high());
            kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
            return memory.fillDownTo(zone.watermarks().min() + BATCH);
        });
        stage.turn(
                "U",
                kswapd,
                () -> kernel.pages().kswapd().balancePgdat() + " pages freed, "
                        + target.pool().waitRounds() + " waits for an element");
        stage.turn("T", hog, memory::exit);
        stage.runPendingWorks("W");
    }

    private LoggedTarget setUp() {
        DmCrypt crypt = new DmCrypt(
                new Disk(kernel.workqueues()),
                kernel.workqueues(),
                kernel.pagePools().mempoolCreatePagePool("page_pool", PAGE_POOL),
                flags.has(Patch.BIO_ALLOC_LOCK));
        return new LoggedTarget(
                flags, kernel.pages(), crypt, kernel.pagePools().mempoolCreatePagePool("a", POOL));
    }

    private String write() {
        for (int sector = 0; sector < WRITES; sector++) {
            target.writeLogged(MempoolExample.SWAP_PAGES + sector);
        }
        return target.pool().outstanding() + " elements in use";
    }

    private void meanwhile() {
        if (++waits % SLOW == 0) {
            stage.runPendingWorks();
        }
    }
}
