package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.Set;

/**
 * S4: a page on a per-CPU list keeps memory from going offline, for ever; no lock is to blame.
 *
 * <p>Actor B frees a page of a memory block and is stopped in the middle, when it has noted that the page is of an
 * ordinary pageblock. C takes the block offline: isolates its pageblocks and empties all per-CPU lists. Then B puts the
 * page on the list of its CPU, where C neither finds it free nor can move it. The watchdog counts the rounds that C makes
 * and sends it a signal, the only thing that ends it.
 */
public final class S4 implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;
    private static final int PAGES = 200;

    /** The variant in which the block is one of ZONE_NORMAL, with kernel memory in it. */
    private static final String UNMOVABLE = "unmovable";

    /**
     * The variants in which the lists are disabled while the free is under way: it has read the old size of the list and
     * not yet raised its count from 0 to 1, and the drain looks at the count in between.
     */
    private static final Set<String> COUNTED = Set.of("D1", "disableR");

    private final Synopsis synopsis = Synopsis.read("S4");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.hotpluggable(0), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor boot = stage.actor("swapper/0", BOOT_CPU);
        Actor freer = stage.actor("munmap", BOOT_CPU);
        Actor admin = stage.actor("bash", BOOT_CPU);
        AnonymousMemory anonymous = new AnonymousMemory(kernel.pages());
        stage.start();
        MemoryAdmin memory = new MemoryAdmin(kernel);
        int[] kernelPage = new int[1];
        stage.turn("A", boot, () -> {
            kernelPage[0] = kernel.pages().allocPagesNodemask(Gfp.KERNEL, 0);
            return bringUpSecondCpu(kernel);
        });
        boolean counted = COUNTED.contains(variant.id());
        kernel.gates().stop(counted ? StepGate.PCP_HIGH_READ : StepGate.FREE_PREPARED, freer);
        stage.turn("B", freer, () -> freeOnePage(kernel, anonymous));
        kernel.gates().stop(counted ? StepGate.DRAIN_COUNT_CHECKED : StepGate.RANGE_ISOLATED, admin);
        MemoryBlock block = block(variant, kernel, anonymous, kernelPage[0]);
        stage.turn("C", admin, () -> memory.offline(block));
        stage.resume("B", freer);
        if (admin.isPaused()) {
            stage.resume("C", admin);
        }
        stage.turn("D", freer, () -> unmapRest(anonymous));
        stage.turn("E", admin, () -> memory.online(block));
        stage.turn("A", boot, () -> freeKernelPage(kernel, kernelPage[0]));
        stage.runPendingWorks("F");
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        return new MemoryHotplugRoles(kernel, "virtio_mem").all();
    }

    private static MemoryBlock block(Variant variant, SimKernel kernel, AnonymousMemory anonymous, int kernelPage) {
        return kernel.memoryHotplug().blockOf(variant.id().equals(UNMOVABLE) ? kernelPage : anonymous.lastPfn());
    }

    private static String bringUpSecondCpu(SimKernel kernel) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        return "online CPUs: " + kernel.cpus().onlineCount();
    }

    private static String freeKernelPage(SimKernel kernel, int pfn) {
        kernel.pages().freePages(pfn, 0);
        return "page of memory block " + kernel.memoryHotplug().blockOf(pfn).id() + " freed";
    }

    private static String freeOnePage(SimKernel kernel, AnonymousMemory anonymous) {
        kernel.pageCache().readahead(PAGES);
        for (int page = 0; page < PAGES; page++) {
            anonymous.fault();
        }
        Task.current().setCpu(SECOND_CPU);
        anonymous.unmapLast();
        return "pages mapped: " + anonymous.size();
    }

    private static String unmapRest(AnonymousMemory anonymous) {
        anonymous.unmapAll();
        return "pages mapped: " + anonymous.size();
    }
}
