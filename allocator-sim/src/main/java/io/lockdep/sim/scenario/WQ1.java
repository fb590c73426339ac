package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * WQ1: works that give memory back wait for kworkers that can only be made when there is memory; no lock is to blame.
 *
 * <p>Actor B fills memory. C asks each CPU for statistics by a work; the only idle kworker of CPU 0 becomes the manager of
 * its pool and has {@code kthreadd} make another one first, which reclaims memory for it and then drains the per-CPU
 * lists, by a work on CPU 0. Nobody is left to execute that: unless its workqueue has a rescuer. If not, the watchdog
 * speaks, B exits, and {@code kthreadd} is thrown out of its wait, so that the script ends.
 */
public final class WQ1 implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;

    /** Clean file pages, so that reclaim makes progress. */
    private static final int FILE_PAGES = 256;

    /** How many kworkers of one CPU wait for each other under stress, at most. */
    private static final int DEEPEST = 200;

    private final Synopsis synopsis = Synopsis.read("WQ1");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor boot = stage.actor("swapper/0", BOOT_CPU);
        Actor stress = stage.actor("stress", SECOND_CPU);
        Actor cat = stage.actor("cat", BOOT_CPU);
        Actor driver = stage.actor("nvme", BOOT_CPU);
        MemoryHog hog = new MemoryHog(kernel);
        kernel.progress().whenStalled(() -> stress.turn(hog::exit));
        stage.start();
        stage.turn("A", boot, () -> bringUpSecondCpu(kernel));
        stage.turn("B", stress, () -> fillMemory(kernel, hog));
        stage.turn("C", cat, () -> statRefresh(kernel));
        stage.turn("D", stress, hog::exit);
        stage.turn("E", driver, () -> resetController(kernel));
        stage.runPendingWorks("F");
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        Workqueue nvmeWq = kernel.workqueues().allocWorkqueue("nvme", Workqueue.Kind.MEM_RECLAIM);
        Zone zone = kernel.zones().get(kernel.zones().size() - 1);
        AnonymousMemory mm = new AnonymousMemory(kernel.pages());
        AtomicInteger deepest = new AtomicInteger();
        return List.of(
                new Role("stress", BOOT_CPU, random -> fillOrExit(mm, zone), mm::unmapAll),
                Role.of("dd", SECOND_CPU, random -> kernel.pageCache().readahead(1 + random.nextInt(FILE_PAGES))),
                Role.of("cat", BOOT_CPU, random -> kernel.vmstat().vmstatRefresh()),
                Role.of(
                        "make",
                        SECOND_CPU,
                        random -> waitForWorks(kernel, anyCpu(kernel, random), depth(zone, deepest))),
                Role.of("nvme", SECOND_CPU, random -> reset(kernel, nvmeWq)));
    }

    private static String bringUpSecondCpu(SimKernel kernel) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        return "online CPUs: " + kernel.cpus().onlineCount() + ", kworkers of each: 1";
    }

    private static String fillMemory(SimKernel kernel, MemoryHog hog) {
        kernel.pageCache().readahead(FILE_PAGES);
        return hog.fillDownTo(kernel.zones().get(0).watermarks().min());
    }

    private static String statRefresh(SimKernel kernel) {
        return kernel.vmstat().vmstatRefresh() + " pages free";
    }

    /** {@code nvme_reset_work}: a work that memory reclaim depends on empties the pagevecs ({@code invalidate_bdev}). */
    private static String resetController(SimKernel kernel) {
        kernel.pageCache().readahead(1);
        reset(kernel, kernel.workqueues().allocWorkqueue("nvme", Workqueue.Kind.MEM_RECLAIM));
        return kernel.workqueues().warnings().size() + " warnings";
    }

    private static void reset(SimKernel kernel, Workqueue nvmeWq) {
        Work work = Work.named("(work_completion)(&dev->reset_work)", kernel.lruAddDrain()::lruAddDrainAll);
        kernel.workqueues().queueWorkOn(Task.current().cpu(), nvmeWq, work);
        kernel.workqueues().flushWork(work);
    }

    /** Takes memory down to the min mark and keeps it while others want some. */
    private static void fillOrExit(AnonymousMemory mm, Zone zone) {
        if (mm.size() > 0) {
            mm.unmapAll();
            return;
        }
        boolean room = true;
        while (room
                && (mm.size() < FILE_PAGES
                        || zone.buddy().nrFree() > zone.watermarks().min())) {
            room = mm.fault();
        }
    }

    /** One more than ever, but only if memory is short: pools keep what kworkers they have. */
    private static int depth(Zone zone, AtomicInteger deepest) {
        boolean isShort = zone.buddy().nrFree() <= zone.watermarks().low();
        return isShort && deepest.get() < DEEPEST ? deepest.incrementAndGet() : deepest.get();
    }

    /** Works that wait for each other, so that a pool wants more and more kworkers. */
    private static void waitForWorks(SimKernel kernel, int cpu, int depth) {
        if (depth > 0) {
            Work work =
                    Work.named("(work_completion)(&work[" + depth + "])", () -> waitForWorks(kernel, cpu, depth - 1));
            kernel.workqueues().queueWorkOn(cpu, kernel.workqueues().systemWq(), work);
            kernel.workqueues().flushWork(work);
        }
    }

    private static int anyCpu(SimKernel kernel, RandomGenerator random) {
        int[] online = kernel.cpus().onlineCpus();
        return online[random.nextInt(online.length)];
    }
}
