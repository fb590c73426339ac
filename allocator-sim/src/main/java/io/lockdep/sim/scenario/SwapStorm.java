package io.lockdep.sim.scenario;

import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.OomKiller;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.script.Actor;

/**
 * The report that the thread began with: memory is short, swap is on a disk that is slower than kswapd, and every page
 * that goes out needs an element of a pool first. Either the pool makes kswapd wait for the disk, or the reserves go, and
 * when they are gone nothing is left but to kill.
 */
final class SwapStorm {

    /** Waits of 100 ms in which the disk completes one request; it takes 5 s, as long as one wait for an element. */
    private static final int SHORT_WAITS = 50;

    private static final int SOME = 8;

    private final Stage stage;
    private final SimKernel kernel;
    private final Zone zone;
    private final LoggedTarget target;
    private final Disk disk;
    private final Actor large;
    private final Actor swappable;
    private final Actor kswapd;
    private final Actor late;
    private int shortWaits;

    SwapStorm(Stage stage, LoggedTarget target, Disk disk) {
        this.stage = stage;
        this.target = target;
        this.disk = disk;
        kernel = stage.kernel();
        zone = kernel.zones().get(0);
        large = stage.actor("qemu", 0);
        swappable = stage.actor("tail", 0);
        kswapd = stage.actor("kswapd0", 0);
        late = stage.actor("sshd", 0);
    }

    void play() {
        OomKiller oom = kernel.pages().oomKiller();
        MemoryHog locked = new MemoryHog(kernel);
        MemoryHog rest = new MemoryHog(kernel);
        // Enough for the element in reserve, for the page allocator's reserve and for some waits after that.
        int swapped = zone.watermarks().min() + target.pool().minNr() + SOME;
        disk.completeOnly(0);
        stage.turn("M", large, () -> {
            oom.register(large.task(), locked.mm());
            return locked.fillDownTo(zone.watermarks().min() + swapped);
        });
        stage.turn("O", swappable, () -> {
            kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
            oom.register(swappable.task(), rest.mm());
            return rest.fillDownTo(zone.watermarks().min());
        });
        stage.turn(
                "N",
                kswapd,
                () -> kernel.pages().kswapd().balancePgdat() + " pages freed, "
                        + target.pool().waitRounds() + " waits for an element, "
                        + zone.buddy().nrFree() + " pages free, "
                        + kernel.pages().reserve().byReclaim() + " taken from below the min mark");
        MemoryHog small = new MemoryHog(kernel);
        late.turn(() -> {
            oom.register(late.task(), small.mm());
            return small.map(1);
        });
        if (late.isPaused()) {
            stage.turn("S", large, () -> exit(large, locked));
            late.resume();
        }
        stage.tell("R", late, small.mm().size() + " pages mapped, " + oom.kills() + " processes killed since boot");
        disk.completeOnly(Long.MAX_VALUE);
        stage.runPendingWorks("W");
        stage.turn("E", swappable, () -> exit(swappable, rest));
        late.turn(() -> exit(late, small));
        large.turn(() -> exit(large, locked));
    }

    /** Somebody sleeps: for an element until the disk has completed a request, else for a short time. */
    void meanwhile() {
        if (large.task().isMemdie()) {
            late.pause();
        } else if (target.pool().waiters() > 0 || ++shortWaits % SHORT_WAITS == 0) {
            disk.completeOnly(1);
            stage.runPendingWorks();
        }
    }

    private String exit(Actor actor, MemoryHog hog) {
        String account = hog.exit();
        kernel.pages().oomKiller().exit(actor.task());
        return account;
    }
}
