package io.lockdep.sim.scenario;

import io.lockdep.sim.bpf.ArrayMap;
import io.lockdep.sim.bpf.MapAttr;
import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PerCpuPages;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.percpu.PercpuSizes;
import io.lockdep.sim.relay.RelayChannel;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * S0: {@code drain_all_pages} takes the CPU hotplug lock while its caller holds {@code pcpu_alloc_mutex}.
 *
 * <p>Actor A brings a CPU up, and so {@code pcpu_alloc_mutex} is taken under {@code cpu_hotplug.lock}. Actor B creates
 * a bpf map while memory is short: with {@code pcpu_alloc_mutex} held a page allocation ends in
 * {@code drain_all_pages}, which in variants A0, A1 and V6 takes the hotplug lock. B alone closes the cycle. The
 * kworkers, C, drain when B waits for them and do the balance work when B is done. D takes the CPU down again; in some
 * variants without that lock it does so between B's queueing of the works and its wait for them, and C gets to work
 * when the kworkers of that CPU have been let loose already. E is an interrupt, and F
 * opens a relay channel, whose buffers it allocates under a lock of its own.
 */
public final class S0 implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;

    /** Clean file pages, so that direct reclaim makes progress a few times. */
    private static final int FILE_PAGES = 256;

    /** Ten elements of a page each: more than the boot chunk and one new chunk have room for. */
    private static final MapAttr MAP = new MapAttr(PercpuSizes.PAGE_SIZE, 10);

    private static final int PACKETS = 100;

    /** The variants in which the CPU goes away while its work is queued. */
    private static final Set<String> RACED = Set.of("V3R", "V4R", "V7", "M1");

    private static final String INTERRUPTED = "V8";

    /** The variant with one more lock that is held while pages are allocated. */
    private static final String RELAYED = "V1M";

    private static final int RELAY_PAGES = 64;

    /** Maps that a process keeps open under stress. */
    private static final int MAPS = 8;

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
        Actor stap = stage.actor("stap", SECOND_CPU);
        Actor nic = stage.actor("irq/nic", BOOT_CPU);
        boolean raced = RACED.contains(variant.id());
        AtomicReference<String> meanwhile = new AtomicReference<>("");
        if (raced) {
            setGate(stage, () -> meanwhile.set(admin.turn(() -> takeDownSecondCpu(kernel))));
        }
        stage.start();
        stage.turn("A", boot, () -> bringUpSecondCpu(kernel));
        stage.turn("B", bpf, () -> underPressure(kernel, () -> createMap(kernel)));
        if (RELAYED.equals(variant.id())) {
            stage.turn("F", stap, () -> underPressure(kernel, () -> openChannel(kernel)));
        }
        if (raced) {
            stage.tell("D", admin, Objects.requireNonNullElse(meanwhile.get(), ""));
        }
        stage.runPendingWorks("C");
        if (INTERRUPTED.equals(variant.id())) {
            stage.turn("E", nic, () -> receive(kernel));
        }
        if (!raced) {
            stage.turn("D", admin, () -> takeDownSecondCpu(kernel));
        }
        return stage.finish();
    }

    /**
     * Step gate G3: something happens once works are queued, and those of a CPU that goes down meanwhile are executed
     * when its kworkers have been let loose and it is still online.
     */
    private static void setGate(Stage stage, Runnable meanwhile) {
        StepGates gates = stage.kernel().gates();
        gates.arm(StepGate.DRAIN_QUEUED, () -> {
            gates.disarm(StepGate.DRAIN_QUEUED);
            meanwhile.run();
        });
        stage.kernel()
                .hotplug()
                .setupState(CpuhpState.AP_ONLINE_IDLE, CpuhpStep.down(cpu -> stage.runPendingWorks(cpu)));
    }

    /** Interrupts that allocate and free pages; with the irq-safe split they go past the per-CPU lists. */
    private static String receive(SimKernel kernel) {
        PerCpuPages pcp = kernel.zones().get(0).pcp(Task.current().cpu());
        int before = pcp.count();
        int[] received = {0};
        Task.current().interrupt(() -> {
            for (int packet = 0; packet < PACKETS; packet++) {
                int pfn = kernel.pages().allocPagesNodemask(Gfp.ATOMIC, 0);
                if (pfn != Memmap.NONE) {
                    received[0]++;
                    kernel.pages().freePages(pfn, 0);
                }
            }
        });
        if (pcp.count() != before) {
            pcp.noteTrespasser(Task.current().name() + " in an interrupt");
        }
        return received[0] + " packets; the CPU's list has " + pcp.count() + " pages as before";
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        Zone zone = kernel.zones().get(kernel.zones().size() - 1);
        int last = kernel.config().possibleCpus() - 1;
        List<ArrayMap> maps = new ArrayList<>();
        return List.of(
                Role.of("bash", BOOT_CPU, random -> toggleCpu(kernel, 1 + random.nextInt(last))),
                new Role(
                        "syz-executor",
                        SECOND_CPU,
                        random -> createOrFreeMap(kernel, maps, random),
                        () -> maps.forEach(ArrayMap::arrayMapFree)),
                Role.of("hog", BOOT_CPU, random -> fillMemory(kernel, zone, random)),
                Role.of("cat", SECOND_CPU, random -> kernel.pageCache().readahead(1 + random.nextInt(FILE_PAGES))));
    }

    static void toggleCpu(SimKernel kernel, int cpu) {
        if (kernel.cpus().isOnline(cpu)) {
            kernel.hotplug().cpuDown(cpu);
        } else {
            kernel.hotplug().cpuUp(cpu);
        }
    }

    private static void createOrFreeMap(SimKernel kernel, List<ArrayMap> maps, RandomGenerator random) {
        if (maps.size() < MAPS && random.nextBoolean()) {
            ArrayMap map = kernel.bpf().sysBpf(MAP);
            if (map != null) {
                maps.add(map);
            }
        } else if (!maps.isEmpty()) {
            maps.remove(random.nextInt(maps.size())).arrayMapFree();
        }
    }

    /** Takes memory down to the min mark, so that others reclaim and drain, and gives it back. */
    private static void fillMemory(SimKernel kernel, Zone zone, RandomGenerator random) {
        AnonymousMemory anonymous = new AnonymousMemory(kernel.pages());
        int spare = random.nextInt(FILE_PAGES);
        boolean room = true;
        while (room && zone.buddy().nrFree() > zone.watermarks().min() + spare) {
            room = anonymous.fault();
        }
        anonymous.unmapAll();
    }

    private static String bringUpSecondCpu(SimKernel kernel) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        // A machine has done some works before anything happens, so its pools have workers to spare.
        kernel.vmstat().vmstatRefresh();
        return "online CPUs: " + kernel.cpus().onlineCount();
    }

    /** What B does while memory is short, at the min watermark; returns what came of it. */
    private static String underPressure(SimKernel kernel, Supplier<String> act) {
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
        String account = act.get();
        // It exits where it began, so that the second CPU keeps pages when it is taken down.
        Task.current().setCpu(SECOND_CPU);
        anonymous.unmapAll();
        return mapped + " pages mapped, " + free + " free, the min watermark is "
                + zone.watermarks().min() + "; " + account;
    }

    private static String createMap(SimKernel kernel) {
        ArrayMap map = kernel.bpf().sysBpf(MAP);
        int elements = 0;
        if (map != null) {
            elements = map.elements().size();
            map.arrayMapFree();
        }
        return "elements allocated: " + elements;
    }

    private static String openChannel(SimKernel kernel) {
        RelayChannel channel = kernel.relay().relayOpen(RELAY_PAGES);
        int buffers = 0;
        if (channel != null) {
            buffers = channel.buffers();
            kernel.relay().relayClose(channel);
        }
        return "buffers of the channel: " + buffers;
    }

    private static String takeDownSecondCpu(SimKernel kernel) {
        kernel.hotplug().cpuDown(SECOND_CPU);
        return "online CPUs: " + kernel.cpus().onlineCount();
    }
}
