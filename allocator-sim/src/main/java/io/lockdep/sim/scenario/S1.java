package io.lockdep.sim.scenario;

import io.lockdep.sim.devtmpfs.MsrModule;
import io.lockdep.sim.fs.Pipe;
import io.lockdep.sim.fs.Splice;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.shmem.Seal;
import io.lockdep.sim.shmem.ShmemInode;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * S1: {@code lru_add_drain_all} takes the CPU hotplug lock while its caller holds an inode's lock.
 *
 * <p>Actor P loads a driver with a device per CPU: under the hotplug lock it waits for {@code cpuhp/N}, which waits for
 * {@code kdevtmpfs}, which becomes a writer of the file system. X is such a writer too while it splices a pipe to a
 * file, and so takes the pipe's and the file's lock. F seals that file. Its pages are in a pagevec of X's CPU, so it
 * drains all pagevecs, and in variants A0 and A1 that closes a ring of seven classes.
 */
public final class S1 implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;

    /** Fewer than a pagevec holds, so that they stay in it. */
    private static final int PAGES = 5;

    /** The variant about a caller that is a reader of the hotplug lock already. */
    private static final String RECURSIVE = "N1";

    /** Freezing costs next to nothing here and would be most of what a stress run does. */
    private static final Duration BETWEEN_SNAPSHOTS = Duration.ofMillis(1);

    private final Synopsis synopsis = Synopsis.read("S1");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        ShmemInode file = kernel.shmem().memfdCreate();
        Actor boot = stage.actor("swapper/0", BOOT_CPU);
        Actor modprobe = stage.actor("modprobe", BOOT_CPU);
        Actor splice = stage.actor("splice", SECOND_CPU);
        Actor fcntl = stage.actor("syz-executor", BOOT_CPU);
        Actor reader = stage.actor("offline_pages", BOOT_CPU);
        stage.start();
        stage.turn("A", boot, () -> {
            new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
            return "online CPUs: " + kernel.cpus().onlineCount();
        });
        if (RECURSIVE.equals(variant.id())) {
            stage.turn("X", splice, () -> spliceTo(file, kernel));
            stage.turn("N", reader, () -> drainAsReader(kernel));
        } else {
            stage.turn("P", modprobe, () -> loadMsr(kernel));
            stage.turn("X", splice, () -> spliceTo(file, kernel));
            stage.turn("F", fcntl, () -> seal(file, trace));
        }
        stage.runPendingWorks("C");
        splice.turn(() -> {
            file.evict();
            return "";
        });
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        int last = kernel.config().possibleCpus() - 1;
        MsrModule msr = new MsrModule(kernel.hotplug(), kernel.devtmpfs());
        return List.of(
                Role.of("bash", BOOT_CPU, random -> S0.toggleCpu(kernel, 1 + random.nextInt(last))),
                Role.of("modprobe", BOOT_CPU, random -> {
                    if (msr.msrInit()) {
                        msr.msrExit();
                    }
                }),
                Role.of("splice", SECOND_CPU, random -> spliceAndSeal(kernel, random)),
                Role.of("syz-executor", BOOT_CPU, random -> spliceAndSeal(kernel, random)),
                Role.of("fsfreeze", SECOND_CPU, random -> {
                            kernel.devtmpfs().superblock().freezeSuper();
                            kernel.devtmpfs().superblock().thawSuper();
                        })
                        .resting(BETWEEN_SNAPSHOTS),
                Role.of("cat", SECOND_CPU, random -> kernel.pageCache().readahead(1 + random.nextInt(PAGES))));
    }

    private static void spliceAndSeal(SimKernel kernel, RandomGenerator random) {
        ShmemInode file = kernel.shmem().memfdCreate();
        spliceTo(file, kernel);
        if (random.nextBoolean()) {
            file.shmemAddSeals(EnumSet.of(Seal.WRITE));
        }
        file.evict();
    }

    private static String loadMsr(SimKernel kernel) {
        new MsrModule(kernel.hotplug(), kernel.devtmpfs()).msrInit();
        return "nodes: "
                + String.join(", ", kernel.devtmpfs().superblock().root().iterateDir());
    }

    private static String spliceTo(ShmemInode file, SimKernel kernel) {
        Pipe pipe = new Pipe(kernel.pages());
        for (int i = 0; i < PAGES; i++) {
            pipe.pipeWrite(i);
        }
        pipe.closeWriter();
        int moved = Splice.doSplice(pipe, file, 0, PAGES);
        pipe.free();
        return moved + " pages moved, in pagevecs of CPU 1: "
                + kernel.lruCache().pagevecCount(SECOND_CPU);
    }

    private static String seal(ShmemInode file, Tracepoints trace) {
        String result = file.shmemAddSeals(EnumSet.of(Seal.WRITE)).name();
        trace.emit("fcntl_add_seals", result, 1);
        return "F_SEAL_WRITE: " + result;
    }

    private static String drainAsReader(SimKernel kernel) {
        kernel.hotplugLock().getOnlineCpus();
        try {
            kernel.lruAddDrain().lruAddDrainAll();
        } finally {
            kernel.hotplugLock().putOnlineCpus();
        }
        return "in pagevecs of CPU 1: " + kernel.lruCache().pagevecCount(SECOND_CPU);
    }
}
