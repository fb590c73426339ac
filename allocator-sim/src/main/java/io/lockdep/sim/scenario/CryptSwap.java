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
 * A file system and swap on dm-crypt: two writes that together need more pages than the pool has, with memory at its min
 * watermark, so that only the pool can give them. The second one has some pages already when it has to wait.
 */
final class CryptSwap {

    private static final int WRITE = 200;

    private final Stage stage;
    private final SimKernel kernel;
    private final Disk disk;
    private final DmCrypt crypt;

    CryptSwap(Stage stage, VariantFlags flags) {
        this.stage = stage;
        kernel = stage.kernel();
        disk = new Disk(kernel.workqueues());
        crypt = new DmCrypt(
                disk,
                kernel.workqueues(),
                Task.named("cryptsetup", 0)
                        .call(() -> kernel.pagePools().mempoolCreatePagePool("page_pool", Bio.BIO_MAX_PAGES)),
                flags.has(Patch.BIO_ALLOC_LOCK));
    }

    Outcome play() {
        Actor writer = stage.actor("dd", 0);
        Actor other = stage.actor("cp", 0);
        Actor hog = stage.actor("stress", 0);
        Actor kswapd = stage.actor("kswapd0", 0);
        kernel.pages().schedule().scriptedBy(this::meanwhile);
        kernel.pages().swap().swapon(crypt, MempoolExample.SWAP_PAGES);
        MemoryHog memory = new MemoryHog(kernel);
        int min = kernel.zones().get(0).watermarks().min();
        int[] ofWriter = new int[WRITE];
        int[] ofOther = new int[WRITE];

        stage.start();
        stage.turn("F", writer, () -> allocate(ofWriter));
        stage.turn("F", other, () -> allocate(ofOther));
        stage.turn("D", hog, () -> memory.fillDownTo(min));
        disk.completeOnly(0);
        stage.turn("G", writer, () -> write(ofWriter, MempoolExample.SWAP_PAGES));
        stage.turn("G", other, () -> write(ofOther, MempoolExample.SWAP_PAGES + WRITE));
        stage.runPendingWorks("W");
        stage.tell(
                "P",
                writer,
                crypt.secondPasses() + " second passes, " + crypt.pagePool().waitRounds() + " waits for a page");
        stage.turn("D", hog, () -> memory.fillDownTo(min));
        stage.turn("H", kswapd, () -> kernel.pages().kswapd().balancePgdat() + " pages freed");
        stage.turn("E", hog, memory::exit);
        stage.runPendingWorks("W");
        return stage.finish();
    }

    /** Somebody waits, and the disk completes what it has. */
    private void meanwhile() {
        disk.completeOnly(Long.MAX_VALUE);
        stage.runPendingWorks();
    }

    private String allocate(int[] pages) {
        for (int i = 0; i < pages.length; i++) {
            pages[i] = kernel.pages().allocPagesNodemask(Gfp.KERNEL, 0);
        }
        return pages.length + " pages";
    }

    private String write(int[] pages, int firstSector) {
        int[] sectors = new int[pages.length];
        for (int i = 0; i < sectors.length; i++) {
            sectors[i] = firstSector + i;
        }
        crypt.submitBio(new Bio(pages, sectors, () -> {
            for (int page : pages) {
                kernel.pages().freePages(page, 0);
            }
        }));
        return "queued for kcryptd";
    }
}
