package io.lockdep.sim.scenario;

import io.lockdep.sim.bio.Bio;
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
 * Block devices that need memory, in the script of C0: swap on a target with a log, on dm-crypt, on a slow disk, and
 * another dm-crypt that is written to while there is no memory but in its pool.
 */
final class CleanSwap {

    /** Elements of the target, fewer than kswapd has use for. */
    private static final int POOL = 4;

    /** Pages of the dm-crypt below, enough for all that can be under way. */
    private static final int SWAP_PAGE_POOL = 512;

    /** Pages of the other one: as many as one request may have, too few for two. */
    private static final int PAGE_POOL = 32;

    private static final int REQUEST = 24;
    private static final int WRITES = 3;

    /** Pages that are mapped when there is swap already. */
    private static final int SWAPPABLE = 512;

    /** The disks complete what they have when somebody has waited that often. */
    private static final int SLOW = 12;

    private final Stage stage;
    private final SimKernel kernel;
    private final VariantFlags flags;
    private final Zone zone;
    private final LoggedTarget target;
    private final DmCrypt home;
    private final Actor writer;
    private final Actor committer;
    private final Actor iostat;
    private final Actor hog;
    private final Actor kswapd;
    private int waits;

    /** The CPU without work is kswapd's: its lists are empty, so that memory is what it seems. */
    CleanSwap(Stage stage, VariantFlags flags, int idleCpu) {
        this.stage = stage;
        this.flags = flags;
        kernel = stage.kernel();
        zone = kernel.zones().get(kernel.zones().size() - 1);
        home = Task.named("dmsetup", 0).call(() -> crypt(PAGE_POOL));
        target = Task.named("dmsetup", 0)
                .call(() -> new LoggedTarget(
                        flags,
                        kernel.pages(),
                        crypt(SWAP_PAGE_POOL),
                        kernel.pagePools().mempoolCreatePagePool("a", POOL)));
        writer = stage.actor("dd", 0);
        committer = stage.actor("logd", 0);
        iostat = stage.actor("iostat", 0);
        hog = stage.actor("stress", 0);
        kswapd = stage.actor("kswapd0", idleCpu);
        kernel.pages().schedule().scriptedBy(this::meanwhile);
    }

    void writeAndSwap() {
        Gfp gfp = flags.has(Patch.POOL_PAGE_NOIO) ? Gfp.NOIO : Gfp.KERNEL;
        int[] dirty = new int[2 * REQUEST];
        MemoryHog memory = new MemoryHog(kernel);
        stage.turn("Q", writer, () -> write(dirty));
        stage.runPendingWorks("W");
        stage.turn("R", committer, () -> target.commitLog(gfp) + " entries");
        stage.turn("S", iostat, () -> target.written() + " sectors written");
        stage.turn("T", hog, () -> {
            memory.fillDownTo(zone.watermarks().high() + SWAPPABLE);
            kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
            return memory.fillDownTo(zone.watermarks().min());
        });
        stage.turn("U", kswapd, this::swapOut);
        stage.runPendingWorks("W");
        stage.turn("T", hog, () -> memory.fillDownTo(zone.watermarks().min()));
        stage.turn("V", writer, () -> writeBack(dirty));
        stage.runPendingWorks("W");
        stage.turn("S", iostat, () -> home.secondPasses() + " requests had to wait for pages");
        stage.turn("T", hog, memory::exit);
        stage.runPendingWorks("W");
    }

    /** A write for which the caller has to have an element. */
    void writeLast() {
        target.writeLogged(MempoolExample.SWAP_PAGES + WRITES);
    }

    private DmCrypt crypt(int pages) {
        return new DmCrypt(
                new Disk(kernel.workqueues()),
                kernel.workqueues(),
                kernel.pagePools().mempoolCreatePagePool("page_pool", pages),
                flags.has(Patch.BIO_ALLOC_LOCK));
    }

    private String write(int[] dirty) {
        for (int sector = 0; sector < WRITES; sector++) {
            target.writeLogged(MempoolExample.SWAP_PAGES + sector);
        }
        for (int i = 0; i < dirty.length; i++) {
            dirty[i] = kernel.pages().allocPagesNodemask(Gfp.KERNEL, 0);
        }
        return target.pool().outstanding() + " elements in use";
    }

    private String writeBack(int[] dirty) {
        for (int from = 0; from < dirty.length; from += REQUEST) {
            int[] pages = new int[REQUEST];
            int[] sectors = new int[REQUEST];
            for (int i = 0; i < REQUEST; i++) {
                pages[i] = dirty[from + i];
                sectors[i] = from + i;
            }
            home.submitBio(new Bio(pages, sectors, () -> {
                for (int page : pages) {
                    kernel.pages().freePages(page, 0);
                }
            }));
        }
        return dirty.length + " pages queued for kcryptd";
    }

    private String swapOut() {
        waits = 0;
        int freed = kernel.pages().kswapd().balancePgdat();
        return freed + " pages freed, " + target.pool().waitRounds() + " waits for an element";
    }

    private void meanwhile() {
        if (++waits % SLOW == 0) {
            stage.runPendingWorks();
        }
    }
}
