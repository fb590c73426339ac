package io.lockdep.sim.scenario;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import java.util.List;

/**
 * The example without memory: A has the last element and wants mutex b; B has b and wants memory; C is the process that
 * the out-of-memory killer chose for it, and wants an element. Whether C may use the reserves decides whether that ends.
 *
 * <p>Then the price: swap is switched on, its disk is slow, and kswapd writes as much as it gets elements for.
 */
final class MempoolStall {

    /** Rounds of everybody's waits after which nothing will ever happen: C sleeps 5 seconds in each. */
    private static final int ROUNDS = 8;

    /** Pages that a bystander gives back when the script ends the stall. */
    private static final int BYSTANDER_PAGES = 512;

    /** The disk completes what it has when kswapd has waited that often. */
    private static final int SLOW = 24;

    private final Stage stage;
    private final SimKernel kernel;
    private final Zone zone;
    private final LoggedTarget target;
    private final Actor writer;
    private final Actor committer;
    private final Actor victim;
    private final Actor bystander;
    private final Actor kswapd;
    private String stall = "";
    private int waits;

    MempoolStall(Stage stage, VariantFlags flags) {
        this.stage = stage;
        kernel = stage.kernel();
        zone = kernel.zones().get(0);
        writer = stage.actor("dd", 0);
        committer = stage.actor("logd", 0);
        victim = stage.actor("stress", 0);
        bystander = stage.actor("sleep", 0);
        kswapd = stage.actor("kswapd0", 0);
        target = new LoggedTarget(
                flags,
                kernel.pages(),
                new Disk(kernel.workqueues()),
                Task.named("insmod", 0).call(() -> kernel.pagePools().mempoolCreatePagePool("a", 1)));
    }

    Outcome play() {
        kernel.pages().schedule().scriptedBy(this::meanwhile);
        stage.start();
        runOutOfMemory();
        drainReserves();
        Outcome outcome = stage.finish();
        return stall.isEmpty() ? outcome : outcome.stalled(stall);
    }

    /** A task sleeps: an actor of the example until the script resumes it, kswapd until the slow disk has written. */
    private void meanwhile() {
        Thread self = Thread.currentThread();
        for (Actor actor : List.of(writer, committer, victim)) {
            if (self.getName().equals(actor.name())) {
                actor.pause();
                return;
            }
        }
        if (++waits % SLOW == 0) {
            stage.runPendingWorks();
        }
    }

    private void runOutOfMemory() {
        MemoryHog other = new MemoryHog(kernel);
        MemoryHog hog = new MemoryHog(kernel);
        stage.turn("I", bystander, () -> other.map(BYSTANDER_PAGES));
        stage.turn("J", victim, () -> {
            kernel.pages().oomKiller().register(victim.task(), hog.mm());
            return hog.fillDownTo(zone.watermarks().min());
        });
        writer.turn(() -> {
            target.writeLogged(1);
            return "element freed, the log is written";
        });
        committer.turn(() -> target.commitLog(Gfp.KERNEL) + " entries committed");
        victim.turn(() -> writeAndExit(hog));
        takeTurns();
        if (victim.isPaused()) {
            stall = describe();
            stage.turn("K", bystander, other::exit);
            takeTurns();
        }
        stage.tell("B", committer, committer.isPaused() ? "still waits for memory" : "done, mutex b is free");
        stage.tell("L", victim, victim.isPaused() ? "still waits" : "has exited, " + reserves());
        writer.resume();
        stage.tell("A", writer, target.pool().outstanding() + " elements in use");
        if (stall.isEmpty()) {
            stage.turn("K", bystander, other::exit);
        }
    }

    /** B and C look again and again whether there is memory, or an element; A has to wait for B. */
    private void takeTurns() {
        for (int round = 0; round < ROUNDS; round++) {
            for (Actor actor : List.of(victim, committer)) {
                if (actor.isPaused()) {
                    actor.resume();
                }
            }
            stage.runPendingWorks();
        }
    }

    private String writeAndExit(MemoryHog hog) {
        int page = kernel.pages().allocPagesNodemask(Gfp.NOWAIT, 0);
        target.submitBio(new Bio(new int[] {Math.max(page, 0)}, new int[] {2}, () -> {
            if (page >= 0) {
                kernel.pages().freePages(page, 0);
            }
        }));
        kernel.pages().oomKiller().exit(victim.task());
        return hog.exit();
    }

    /** Swaps out with a slow disk, as dm-crypt was seen to do. */
    private void drainReserves() {
        kernel.pages().swap().swapon(target, MempoolExample.SWAP_PAGES);
        MemoryHog hog = new MemoryHog(kernel);
        stage.turn("M", bystander, () -> hog.fillDownTo(zone.watermarks().min()));
        stage.turn(
                "N",
                kswapd,
                () -> kernel.pages().kswapd().balancePgdat() + " pages freed, "
                        + target.pool().waitRounds() + " waits for an element, " + reserves());
        stage.turn("E", bystander, hog::exit);
        stage.runPendingWorks("W");
    }

    private String reserves() {
        return "below the min mark: " + kernel.pages().reserve().byVictims() + " pages for victims, "
                + kernel.pages().reserve().byReclaim() + " for reclaim";
    }

    private String describe() {
        return "stall: no progress in " + ROUNDS + " rounds\n"
                + "  " + writer.name() + " has an element of mempool:a ("
                + target.pool().outstanding() + " in use, "
                + target.pool().currNr() + " left), waits for mutex:b\n"
                + "  " + committer.name() + " holds mutex:b" + (target.isLogLocked() ? "" : " (no longer)")
                + ", waits for memory: " + zone.buddy().nrFree() + " pages free, the min watermark is "
                + zone.watermarks().min() + "\n"
                + "  " + victim.name() + " is the victim of the OOM killer: "
                + victim.task().isMemdie() + ", waits for mempool:a, "
                + target.pool().waitRounds() + " rounds of 5 s";
    }
}
