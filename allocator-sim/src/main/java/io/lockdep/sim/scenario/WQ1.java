package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import java.util.List;
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
        return List.of(
                Role.of("stress", BOOT_CPU, random -> S0.fillMemory(kernel, zone, random)),
                Role.of("dd", SECOND_CPU, random -> kernel.pageCache().readahead(1 + random.nextInt(FILE_PAGES))),
                Role.of("cat", BOOT_CPU, random -> kernel.vmstat().vmstatRefresh()),
                Role.of("make", SECOND_CPU, random -> queueMany(kernel, random)),
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

    /** Works that sleep for each other, so that pools want more kworkers. */
    private static void queueMany(SimKernel kernel, RandomGenerator random) {
        int[] online = kernel.cpus().onlineCpus();
        int cpu = online[random.nextInt(online.length)];
        Work outer = Work.named("(work_completion)(&outer->work)", kernel.vmstat()::vmstatRefresh);
        kernel.workqueues().queueWorkOn(cpu, kernel.workqueues().systemWq(), outer);
        kernel.workqueues().flushWork(outer);
    }
}
