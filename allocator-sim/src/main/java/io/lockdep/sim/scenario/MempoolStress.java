package io.lockdep.sim.scenario;

import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.DmCrypt;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Kswapd;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Everybody of S3 at once: a target with a log on top of dm-crypt on top of a disk, written to by a process and by swap,
 * while others want more memory than there is.
 */
final class MempoolStress {

    private static final int PAGE_POOL = 64;
    private static final int SECTORS = 10_000;
    private static final long KSWAPD_NAP_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final SimKernel kernel;
    private final VariantFlags flags;
    private final LoggedTarget target;

    MempoolStress(SimKernel kernel) {
        this.kernel = kernel;
        flags = kernel.flags();
        target = Task.named("insmod", 0).call(() -> {
            DmCrypt crypt = new DmCrypt(
                    new Disk(kernel.workqueues()),
                    kernel.workqueues(),
                    kernel.pagePools().mempoolCreatePagePool("page_pool", PAGE_POOL),
                    flags.has(Patch.BIO_ALLOC_LOCK));
            return new LoggedTarget(
                    flags, kernel.pages(), crypt, kernel.pagePools().mempoolCreatePagePool("a", MempoolExample.POOL));
        });
        kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
    }

    List<Role> roles() {
        Gfp gfp = flags.has(Patch.POOL_PAGE_NOIO) ? Gfp.NOIO : Gfp.KERNEL;
        return List.of(
                Role.of("dd", 0, random -> target.writeLogged(random.nextInt(SECTORS))),
                Role.of("logd", 0, random -> target.commitLog(gfp)),
                Role.of("stress", 0, this::wantTooMuch),
                Role.of("stress", 0, this::wantTooMuch),
                Role.of("kswapd0", 0, random -> balance()));
    }

    /** A process that can be killed: grows until it is, or has had enough, and exits. */
    private void wantTooMuch(RandomGenerator random) {
        Zone zone = kernel.zones().get(kernel.zones().size() - 1);
        Task self = Task.current();
        MemoryHog hog = new MemoryHog(kernel);
        kernel.pages().oomKiller().register(self, hog.mm());
        int free = random.nextInt(zone.watermarks().high());
        int more = 1 + random.nextInt(zone.pages());
        while (more > 0
                && zone.buddy().nrFree() > free
                && !self.isMemdie()
                && hog.mm().fault()) {
            more--;
        }
        hog.exit();
        kernel.pages().oomKiller().exit(self);
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
