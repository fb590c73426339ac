package io.lockdep.sim.scenario;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.DmCrypt;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Kswapd;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Everybody of S3 at once: a target with a log on top of dm-crypt on top of a disk, written to by a process and by swap,
 * and dm-crypt by another process with large requests, while others want more memory than there is.
 */
final class MempoolStress {

    private static final int SECTORS = 10_000;
    private static final long KSWAPD_NAP_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SimKernel kernel;
    private final VariantFlags flags;
    private final DmCrypt crypt;
    private final LoggedTarget target;

    MempoolStress(SimKernel kernel) {
        this.kernel = kernel;
        flags = kernel.flags();
        Task setup = Task.named("cryptsetup", 0);
        crypt = setup.call(() -> new DmCrypt(
                new Disk(kernel.workqueues()),
                kernel.workqueues(),
                kernel.pagePools().mempoolCreatePagePool("page_pool", Bio.BIO_MAX_PAGES),
                flags.has(Patch.BIO_ALLOC_LOCK)));
        target = setup.call(() -> new LoggedTarget(
                flags, kernel.pages(), crypt, kernel.pagePools().mempoolCreatePagePool("a", MempoolExample.POOL)));
        kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
    }

    List<Role> roles() {
        Gfp gfp = flags.has(Patch.POOL_PAGE_NOIO) ? Gfp.NOIO : Gfp.KERNEL;
        return List.of(
                Role.of("dd", 0, random -> target.writeLogged(random.nextInt(SECTORS))),
                Role.of("cp", 1, this::writeMuch),
                Role.of("logd", 1, random -> target.commitLog(gfp)),
                new GrowingProcess(kernel).role(0),
                new GrowingProcess(kernel).role(1),
                Role.of("kswapd0", 0, random -> balance()));
    }

    /** A large request, and the end of it. */
    private void writeMuch(RandomGenerator random) {
        int[] pages = new int[1 + random.nextInt(Bio.BIO_MAX_PAGES)];
        int got = 0;
        while (got < pages.length && (pages[got] = pageOfFile()) != Memmap.NONE) {
            got++;
        }
        AtomicBoolean written = new AtomicBoolean(got == 0);
        if (got > 0) {
            int[] all = Arrays.copyOf(pages, got);
            crypt.submitBio(new Bio(all, all, () -> written.set(true)));
        }
        while (!written.get()) {
            kernel.pages().schedule().ioScheduleTimeout(LOOK_NS);
        }
        while (--got >= 0) {
            kernel.pages().freePages(pages[got], 0);
        }
    }

    private int pageOfFile() {
        return kernel.pages().allocPagesNodemask(Gfp.HIGHUSER_MOVABLE.or(Gfp.NORETRY), 0);
    }

    private void balance() {
        Kswapd kswapd = kernel.pages().kswapd();
        if (kswapd.isWanted()) {
            kswapd.balancePgdat();
        } else {
            LockSupport.parkNanos(this, KSWAPD_NAP_NS);
        }
    }
}
