package io.lockdep.sim.scenario;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.DmCrypt;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;

/**
 * Swap on dm-crypt: two requests that together need more pages than the pool has, with memory at its min watermark, so
 * that only the pool can give them. The second one has some pages already when it has to wait.
 */
final class CryptSwap {

    /** As large as the largest request that swap makes, so that one request always fits. */
    private static final int PAGE_POOL = 32;

    private static final int WRITE = 24;

    private final Stage stage;
    private final VariantFlags flags;

    CryptSwap(Stage stage, VariantFlags flags) {
        this.stage = stage;
        this.flags = flags;
    }

    Outcome play() {
        SimKernel kernel = stage.kernel();
        Actor writer = stage.actor("dd", 0);
        Actor hog = stage.actor("stress", 0);
        Actor kswapd = stage.actor("kswapd0", 0);
        kernel.pages().schedule().scriptedBy(stage::runPendingWorks);
        DmCrypt crypt = new DmCrypt(
                new Disk(kernel.workqueues()),
                kernel.workqueues(),
                Task.named("insmod", 0).call(() -> kernel.pagePools().mempoolCreatePagePool("page_pool", PAGE_POOL)),
                flags.has(Patch.BIO_ALLOC_LOCK));
        kernel.pages().swap().swapon(crypt, MempoolExample.SWAP_PAGES);
        MemoryHog memory = new MemoryHog(kernel);
        int min = kernel.zones().get(0).watermarks().min();
        int[] pages = new int[WRITE];

        stage.start();
        stage.turn("F", writer, () -> allocate(kernel, pages));
        stage.turn("D", hog, () -> memory.fillDownTo(min));
        stage.turn("G", writer, () -> write(kernel, crypt, pages));
        stage.turn(
                "H",
                kswapd,
                () -> kernel.pages().kswapd().balancePgdat() + " pages freed, " + crypt.secondPasses()
                        + " second passes, " + crypt.pagePool().waitRounds() + " waits");
        stage.turn("E", hog, memory::exit);
        stage.runPendingWorks("W");
        return stage.finish();
    }

    private static String allocate(SimKernel kernel, int[] pages) {
        for (int i = 0; i < pages.length; i++) {
            pages[i] = kernel.pages().allocPagesNodemask(Gfp.KERNEL, 0);
        }
        return pages.length + " pages";
    }

    private static String write(SimKernel kernel, DmCrypt crypt, int[] pages) {
        int[] sectors = new int[pages.length];
        for (int i = 0; i < sectors.length; i++) {
            sectors[i] = MempoolExample.SWAP_PAGES + i;
        }
        crypt.submitBio(new Bio(pages, sectors, () -> {
            for (int page : pages) {
                kernel.pages().freePages(page, 0);
            }
        }));
        return "queued for kcryptd";
    }
}
