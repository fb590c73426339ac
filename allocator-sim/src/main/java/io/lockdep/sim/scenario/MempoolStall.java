package io.lockdep.sim.scenario;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.dm.Disk;
import io.lockdep.sim.dm.LoggedTarget;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.OomKiller;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The example without memory: A has the last element and wants mutex b; B has b and wants memory; C is the process that
 * the out-of-memory killer chose for it, and wants an element. Whether C may use the reserves decides whether that ends.
 */
final class MempoolStall {

    /**
     * How often B and C look again before that counts as a stall: C sleeps 5 seconds each time, and the kernel calls a
     * task hung after 120 seconds.
     */
    private static final int ROUNDS = 25;

    /** Pages that a bystander gives back when the script ends the stall. */
    private static final int BYSTANDER_PAGES = 512;

    private final Stage stage;
    private final SimKernel kernel;
    private final Zone zone;
    private final LoggedTarget target;
    private final Actor writer;
    private final Actor committer;
    private final Actor victim;
    private final Actor bystander;
    private final SwapStorm storm;

    /** What the three are in the middle of. */
    private final Map<String, Undertaking> underway = new HashMap<>();

    private boolean stalled;

    MempoolStall(Stage stage, VariantFlags flags) {
        this.stage = stage;
        kernel = stage.kernel();
        zone = kernel.zones().get(0);
        writer = stage.actor("dd", 0);
        committer = stage.actor("logd", 0);
        victim = stage.actor("stress", 0);
        bystander = stage.actor("sleep", 0);
        Disk disk = new Disk(kernel.workqueues());
        target = new LoggedTarget(
                flags,
                kernel.pages(),
                disk,
                Task.named("insmod", 0).call(() -> kernel.pagePools().mempoolCreatePagePool("a", 1)));
        storm = new SwapStorm(stage, target, disk);
    }

    Outcome play() {
        kernel.pages().schedule().scriptedBy(this::meanwhile);
        stage.start();
        runOutOfMemory();
        kernel.pages().schedule().scriptedBy(storm::meanwhile);
        storm.play();
        stage.count("oomKills", kernel.pages().oomKiller().kills());
        stage.count("reserveByReclaim", kernel.pages().reserve().byReclaim());
        stage.count("reserveByVictims", kernel.pages().reserve().byVictims());
        stage.count("lowestFree", kernel.pages().reserve().lowestFree());
        return stage.finish();
    }

    /** A task sleeps until the script resumes it. */
    private void meanwhile() {
        Thread self = Thread.currentThread();
        for (Actor actor : List.of(writer, committer, victim)) {
            Undertaking undertaking = underway.get(actor.name());
            if (undertaking != null && self.getName().equals(actor.name())) {
                undertaking.round(target.pool().outstanding());
                actor.pause();
            }
        }
    }

    private void runOutOfMemory() {
        OomKiller oom = kernel.pages().oomKiller();
        MemoryHog other = new MemoryHog(kernel);
        MemoryHog hog = new MemoryHog(kernel);
        stage.turn("I", bystander, () -> {
            oom.register(bystander.task(), other.mm());
            return other.map(BYSTANDER_PAGES);
        });
        stage.turn("J", victim, () -> {
            oom.register(victim.task(), hog.mm());
            return hog.fillDownTo(zone.watermarks().min());
        });
        undertake(writer, "a write that is logged, with an element of mempool:a", () -> "mutex:b", () -> {
            target.writeLogged(1);
            return "element freed, the log is written";
        });
        undertake(
                committer,
                "an allocation under mutex:b",
                () -> "memory: " + zone.buddy().nrFree() + " pages free",
                () -> target.commitLog(Gfp.KERNEL) + " entries committed");
        undertake(victim, "mempool_alloc of mempool:a", this::whatKeepsVictim, () -> writeAndExit(hog));
        takeTurns();
        if (victim.isPaused()) {
            stalled = true;
            kernel.progress().report(Objects.requireNonNull(underway.get(victim.name())));
            stage.turn("K", bystander, other::exit);
            takeTurns();
        }
        stage.tell("B", committer, committer.isPaused() ? "still waits for memory" : "done, mutex b is free");
        stage.tell("L", victim, victim.isPaused() ? "still waits" : "has exited, " + reserves());
        writer.resume();
        stage.tell("A", writer, target.pool().outstanding() + " elements in use");
        if (!stalled) {
            stage.turn("K", bystander, other::exit);
        }
        oom.exit(bystander.task());
    }

    private void undertake(Actor actor, String what, Supplier<String> waitsFor, Supplier<String> act) {
        actor.turn(() -> {
            try (Undertaking undertaking = kernel.progress().begin(what, waitsFor)) {
                underway.put(actor.name(), undertaking);
                return act.get();
            }
        });
    }

    private String whatKeepsVictim() {
        int rounds = target.pool().waitRounds();
        return "an element: " + target.pool().outstanding() + " in use, "
                + target.pool().currNr() + " left, waited " + rounds + " rounds of 5 s, " + 5 * rounds
                + " s; victim of the OOM killer: " + victim.task().isMemdie();
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
        String account = hog.exit();
        kernel.pages().oomKiller().exit(victim.task());
        return account;
    }

    private String reserves() {
        return "below the min mark: " + kernel.pages().reserve().byVictims() + " pages for victims, "
                + kernel.pages().reserve().byReclaim() + " for reclaim";
    }
}
