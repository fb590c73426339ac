package io.lockdep.sim.scenario;

import io.lockdep.sim.bpf.ArrayMap;
import io.lockdep.sim.bpf.MapAttr;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.percpu.PercpuSizes;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;

/**
 * S0: {@code drain_all_pages} takes the CPU hotplug lock while its caller holds {@code pcpu_alloc_mutex}.
 *
 * <p>Actor A brings a CPU up, and so {@code pcpu_alloc_mutex} is taken under {@code cpu_hotplug.lock}. Actor B creates
 * a bpf map while memory is short: with {@code pcpu_alloc_mutex} held a page allocation ends in
 * {@code drain_all_pages}, which in variants A0 and A1 takes the hotplug lock. B alone closes the cycle. The kworkers,
 * C, drain when B waits for them and do the balance work when B is done. D takes the CPU down again.
 */
public final class S0 implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;

    /** Clean file pages, so that direct reclaim makes progress a few times. */
    private static final int FILE_PAGES = 256;

    /** Ten elements of a page each: more than the boot chunk and one new chunk have room for. */
    private static final MapAttr MAP = new MapAttr(PercpuSizes.PAGE_SIZE, 10);

    private final Synopsis synopsis = Synopsis.read("S0");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor boot = stage.actor("swapper/0", BOOT_CPU);
        Actor bpf = stage.actor("syz-executor", SECOND_CPU);
        Actor admin = stage.actor("bash", BOOT_CPU);
        stage.start();
        stage.turn("A", boot, () -> bringUpSecondCpu(kernel));
        stage.turn("B", bpf, () -> createMapUnderPressure(kernel));
        stage.runPendingWorks("C");
        stage.turn("D", admin, () -> takeDownSecondCpu(kernel));
        return stage.finish();
    }

    private static String bringUpSecondCpu(SimKernel kernel) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        return "online CPUs: " + kernel.cpus().onlineCount();
    }

    private static String createMapUnderPressure(SimKernel kernel) {
        Zone zone = kernel.zones().get(0);
        // Some of what it reads on one CPU stays on that CPU's list, out of reach of the other one.
        kernel.pageCache().readahead(FILE_PAGES);
        Task.current().setCpu(BOOT_CPU);
        AnonymousMemory anonymous = new AnonymousMemory(kernel.pages());
        boolean room = true;
        while (room && zone.buddy().nrFree() > zone.watermarks().min()) {
            room = anonymous.fault();
        }
        int mapped = anonymous.size();
        int free = zone.buddy().nrFree();
        ArrayMap map = kernel.bpf().sysBpf(MAP);
        int elements = 0;
        // It exits where it began, so that the second CPU keeps pages when it is taken down.
        Task.current().setCpu(SECOND_CPU);
        if (map != null) {
            elements = map.elements().size();
            map.arrayMapFree();
        }
        anonymous.unmapAll();
        return mapped + " pages mapped, " + free + " free, the min watermark is "
                + zone.watermarks().min() + "; elements allocated: " + elements;
    }

    private static String takeDownSecondCpu(SimKernel kernel) {
        kernel.hotplug().cpuDown(SECOND_CPU);
        return "online CPUs: " + kernel.cpus().onlineCount();
    }
}
