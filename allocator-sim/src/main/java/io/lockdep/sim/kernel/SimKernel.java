package io.lockdep.sim.kernel;

import io.lockdep.sim.bpf.BpfSyscall;
import io.lockdep.sim.devtmpfs.Devtmpfs;
import io.lockdep.sim.fs.Superblock;
import io.lockdep.sim.hotplug.CpuHotplug;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.irq.SparseIrq;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.memory.DrainAllPages;
import io.lockdep.sim.memory.DrainPolicy;
import io.lockdep.sim.memory.Freelist;
import io.lockdep.sim.memory.KernelStacks;
import io.lockdep.sim.memory.Lru;
import io.lockdep.sim.memory.LruAddDrain;
import io.lockdep.sim.memory.LruCache;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.memory.PageCache;
import io.lockdep.sim.memory.PageWhereabouts;
import io.lockdep.sim.memory.PcpBatchHigh;
import io.lockdep.sim.memory.Vmstat;
import io.lockdep.sim.memory.Watermarks;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.memory.ZoneType;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemoryHotplugBoot;
import io.lockdep.sim.mempool.PagePools;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.shmem.Shmem;
import io.lockdep.sim.shmem.ShmemPins;
import io.lockdep.sim.slab.MemcgKmem;
import io.lockdep.sim.slab.SlabCaches;
import io.lockdep.sim.slab.SlabPolicy;
import io.lockdep.sim.slab.Slub;
import io.lockdep.sim.smp.Smpcfd;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Dispatch;
import io.lockdep.sim.workqueue.WorkqueueState;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * One simulated machine with everything wired: the order of boot of init/main.c as far as it matters here.
 *
 * <p>After {@link #boot} the boot CPU is up and has a kworker; the others wait for {@code smp_init}.
 */
public final class SimKernel {

    private final SimConfig config;
    private final VariantFlags flags;
    private final Cpus cpus;
    private final List<Zone> zones;
    private final Kthreads kthreads;
    private final ProgressWatchdog progress;
    private final Workqueues workqueues;
    private final CpuHotplugLock hotplugLock;
    private final StopMachine stopMachine;
    private final MemHotplugLock memHotplugLock;
    private final StepGates gates = new StepGates();
    private final MemoryHotplug memoryHotplug;
    private final PcpBatchHigh pcpBatchHigh;
    private final CpuHotplug hotplug;
    private final DrainAllPages drain;
    private final LruCache lruCache;
    private final LruAddDrain lruAddDrain;
    private final PageAllocator pages;
    private final PagePools pagePools;
    private final PageCache pageCache;
    private final Vmstat vmstat;
    private final PercpuAllocator percpu;
    private final BpfSyscall bpf;
    private final Devtmpfs devtmpfs;
    private final Shmem shmem;
    private final Kernfs sysfs;
    private final Slub slub;
    private final SlabCaches slabCaches;
    private final MemcgKmem memcgKmem;

    private SimKernel(SimConfig config, VariantFlags flags, Dispatch dispatch, Tracepoints trace) {
        this.config = config;
        this.flags = flags;
        cpus = new Cpus(config.possibleCpus());
        Memmap memmap = new Memmap(config.normalPages() + config.movablePages());
        zones = buildZonelist(config, memmap);
        kthreads = new Kthreads(dispatch);
        progress = new ProgressWatchdog(this::showState);
        workqueues = new Workqueues(config.possibleCpus(), kthreads, dispatch, progress, trace);
        hotplugLock = CpuHotplugLock.of(flags);
        stopMachine = new StopMachine(cpus, hotplugLock);
        memHotplugLock = new MemHotplugLock(flags, hotplugLock);
        drain = new DrainAllPages(
                DrainPolicy.of(flags), cpus, zones, hotplugLock, stopMachine, workqueues, gates, trace);
        Freelist freelist = new Freelist(drain, flags, zones, gates);
        lruCache = new LruCache(cpus, freelist, new Lru(memmap), flags.has(Patch.PAGEVEC_OF_15) ? 15 : 14);
        lruAddDrain = new LruAddDrain(flags, lruCache, cpus, hotplugLock, workqueues, drain.mmPercpuWq(), trace);
        pages = new PageAllocator(freelist, lruCache, drain, flags, trace);
        zones.forEach(Zone::setupPageset);
        pages.schedule().kernelThreadsSleepBy(dispatch::scheduleTimeout);
        workqueueInit();
        pagePools = new PagePools(pages, flags, gates);
        pageCache = new PageCache(pages, lruCache);
        vmstat = new Vmstat(cpus, zones, workqueues);
        percpu = new PercpuAllocator(config.possibleCpus(), pages, workqueues, trace);
        bpf = new BpfSyscall(percpu);
        sysfs = new Kernfs(trace);
        pcpBatchHigh = new PcpBatchHigh(zones, drain, !flags.has(Patch.PCP_DISABLE_SKIPS_EMPTY));
        memoryHotplug = bootMemoryHotplug(flags, trace);
        devtmpfs = new Devtmpfs(new Superblock("devtmpfs"), kthreads, trace);
        ShmemPins pins = new ShmemPins(flags, lruCache, lruAddDrain, trace);
        shmem = new Shmem(devtmpfs.superblock(), pages, lruCache, pins);
        SparseIrq sparseIrq = new SparseIrq(config.possibleCpus());
        hotplug = new CpuHotplug(flags, cpus, hotplugLock, kthreads, sparseIrq, trace);
        slub = new Slub(cpus, pages);
        SlabPolicy slabPolicy = SlabPolicy.of(flags);
        slabCaches =
                new SlabCaches(slabPolicy, cpus, hotplugLock, memHotplugLock, percpu, slub, sysfs, workqueues, trace);
        memcgKmem = new MemcgKmem(slabCaches, slub, workqueues);
        memoryHotplug.notifiers().register(slabCaches::slabMemoryCallback);
        if (flags.has(Patch.DRAIN_FLAG_AND_HOOK)) {
            hotplug.setupState(
                    CpuhpState.AP_ONLINE_DYN,
                    new CpuhpStep(
                            cpu -> {
                                drain.setMayQueue(cpu);
                                return true;
                            },
                            drain::clearMayQueueAndFlush));
        }
        setupHotplugStates(flags, new Smpcfd(config.possibleCpus(), percpu));
        if (flags.has(Patch.CPUHP_THREADS)) {
            hotplug.setupState(CpuhpState.AP_IRQ_AFFINITY_ONLINE, CpuhpStep.up(sparseIrq::irqAffinityOnlineCpu));
        }
    }

    /**
     * Boots a machine on the calling thread.
     *
     * @param config its size
     * @param flags its patches
     * @param dispatch who decides which kworker runs when
     * @param trace where events are noted
     * @return the machine with CPU 0 up
     */
    public static SimKernel boot(SimConfig config, VariantFlags flags, Dispatch dispatch, Tracepoints trace) {
        return Task.named("swapper", 0).call(() -> new SimKernel(config, flags, dispatch, trace));
    }

    /** Stops the threads. Nobody may use the machine any more. */
    public void shutdown() {
        workqueues.stop();
        kthreads.stop();
    }

    /**
     * Whether the kernel's own threads have nothing to do.
     *
     * @return true if no work is queued or running; out of date at once if anybody uses the machine
     */
    public boolean isIdle() {
        return workqueues.isIdle();
    }

    /**
     * Its size.
     *
     * @return what it was booted with
     */
    public SimConfig config() {
        return config;
    }

    /**
     * Its patches.
     *
     * @return what it was booted with
     */
    public VariantFlags flags() {
        return flags;
    }

    /**
     * Its CPUs.
     *
     * @return the online mask and what pins a task
     */
    public Cpus cpus() {
        return cpus;
    }

    /**
     * Its memory.
     *
     * @return the zones in the order in which they are tried
     */
    public List<Zone> zones() {
        return zones;
    }

    /**
     * Who notices when something never ends.
     *
     * @return the watchdog
     */
    public ProgressWatchdog progress() {
        return progress;
    }

    /**
     * Its kworkers.
     *
     * @return the workqueues
     */
    public Workqueues workqueues() {
        return workqueues;
    }

    /**
     * Its other threads.
     *
     * @return hotplug threads and the like
     */
    public Kthreads kthreads() {
        return kthreads;
    }

    /**
     * What brings CPUs up and down.
     *
     * @return CPU hotplug
     */
    public CpuHotplug hotplug() {
        return hotplug;
    }

    /**
     * What keeps CPUs from coming and going.
     *
     * @return the CPU hotplug lock
     */
    public CpuHotplugLock hotplugLock() {
        return hotplugLock;
    }

    /**
     * What keeps memory from coming and going.
     *
     * @return the memory hotplug lock
     */
    public MemHotplugLock memHotplugLock() {
        return memHotplugLock;
    }

    /**
     * Where a script can stop a task between two steps.
     *
     * @return the step gates, all open
     */
    public StepGates gates() {
        return gates;
    }

    /**
     * The file system of devices.
     *
     * @return sysfs
     */
    public Kernfs sysfs() {
        return sysfs;
    }

    /**
     * What lets memory come and go.
     *
     * @return memory hotplug
     */
    public MemoryHotplug memoryHotplug() {
        return memoryHotplug;
    }

    /**
     * What empties the per-CPU lists.
     *
     * @return the drain
     */
    public DrainAllPages drain() {
        return drain;
    }

    /**
     * The page allocator.
     *
     * @return the way to pages
     */
    public PageAllocator pages() {
        return pages;
    }

    /**
     * Pages on their way to the LRU and on it.
     *
     * @return the pagevecs
     */
    public LruCache lruCache() {
        return lruCache;
    }

    /**
     * What empties the pagevecs.
     *
     * @return the way to {@code lru_add_drain_all}
     */
    public LruAddDrain lruAddDrain() {
        return lruAddDrain;
    }

    /**
     * Its pools of pages.
     *
     * @return the mempools that were made
     */
    public PagePools pagePools() {
        return pagePools;
    }

    /**
     * The page cache.
     *
     * @return memory that reclaim can take back
     */
    public PageCache pageCache() {
        return pageCache;
    }

    /**
     * The statistics of memory.
     *
     * @return the way to {@code /proc/sys/vm/stat_refresh}
     */
    public Vmstat vmstat() {
        return vmstat;
    }

    /**
     * The per-CPU allocator.
     *
     * @return the way to per-CPU objects
     */
    public PercpuAllocator percpu() {
        return percpu;
    }

    /**
     * Device nodes.
     *
     * @return the file system that a thread fills
     */
    public Devtmpfs devtmpfs() {
        return devtmpfs;
    }

    /**
     * Files in memory.
     *
     * @return the way to them
     */
    public Shmem shmem() {
        return shmem;
    }

    /**
     * The bpf system call.
     *
     * @return the way to bpf maps
     */
    public BpfSyscall bpf() {
        return bpf;
    }

    /**
     * The allocator of objects.
     *
     * @return the way to objects of a cache
     */
    public Slub slub() {
        return slub;
    }

    /**
     * The caches of objects.
     *
     * @return what creates, shrinks and destroys them
     */
    public SlabCaches slabCaches() {
        return slabCaches;
    }

    /**
     * The caches of memory cgroups.
     *
     * @return the way to objects on account of a cgroup
     */
    public MemcgKmem memcgKmem() {
        return memcgKmem;
    }

    /**
     * What stops all CPUs for a moment.
     *
     * @return stop_machine
     */
    public StopMachine stopMachine() {
        return stopMachine;
    }

    /** From here on a kworker costs memory ({@code workqueue_init}). */
    private void workqueueInit() {
        workqueues.kthreadd().setStacks(new KernelStacks(pages));
        if (!workqueues.prepareCpu(0)) {
            throw new IllegalStateException("no memory for the first kworker");
        }
        workqueues.onlineCpu(0);
    }

    private List<String> showState() {
        return Stream.concat(
                        WorkqueueState.of(workqueues).stream().map(line -> "workqueue: " + line),
                        PageWhereabouts.of(zones).stream().map(line -> "pages: " + line))
                .toList();
    }

    /** {@code page_alloc_cpu_dead}: nobody else would ever find the pages that a dead CPU keeps. */
    private void pageAllocCpuDead(int cpu) {
        lruCache.lruAddDrainCpu(cpu);
        drain.pageAllocCpuDead(cpu);
    }

    private void setupHotplugStates(VariantFlags flags, Smpcfd smpcfd) {
        hotplug.setupState(CpuhpState.SLUB_DEAD, CpuhpStep.down(slabCaches::slubCpuDead));
        hotplug.setupState(CpuhpState.PAGE_ALLOC_DEAD, pageAllocStep(flags));
        hotplug.setupState(CpuhpState.WORKQUEUE_PREP, new CpuhpStep(workqueues::prepareCpu, cpu -> {}));
        hotplug.setupState(CpuhpState.SMPCFD_PREPARE, new CpuhpStep(smpcfd::smpcfdPrepareCpu, smpcfd::smpcfdDeadCpu));
        hotplug.setupState(
                CpuhpState.TEARDOWN_CPU,
                CpuhpStep.down(cpu -> stopMachine.stopMachineCpuslocked(() -> cpus.takeCpuDown(cpu))));
        hotplug.setupState(
                CpuhpState.AP_WORKQUEUE_ONLINE,
                new CpuhpStep(
                        cpu -> {
                            workqueues.onlineCpu(cpu);
                            return true;
                        },
                        workqueues::offlineCpu));
        if (!smpcfd.smpcfdPrepareCpu(0)) {
            throw new IllegalStateException("no memory for the boot CPU");
        }
    }

    private CpuhpStep pageAllocStep(VariantFlags flags) {
        IntPredicate online = cpu -> {
            if (flags.has(Patch.CPU_ONLINE_UPDATES_PCP)) {
                pcpBatchHigh.pageAllocCpuOnline(cpu);
            }
            return true;
        };
        return new CpuhpStep(online, this::pageAllocCpuDead);
    }

    private MemoryHotplug bootMemoryHotplug(VariantFlags flags, Tracepoints trace) {
        return new MemoryHotplugBoot(
                        flags,
                        zones,
                        memHotplugLock,
                        stopMachine,
                        drain,
                        pages,
                        pcpBatchHigh,
                        lruAddDrain::lruAddDrainAll,
                        sysfs,
                        gates,
                        progress,
                        trace)
                .boot();
    }

    private static List<Zone> buildZonelist(SimConfig config, Memmap memmap) {
        int normal = config.normalPages();
        int movable = config.movablePages();
        int present = movable - config.absentPages();
        int all = normal + present;
        List<Zone> zonelist = new ArrayList<>();
        if (movable > 0) {
            Watermarks marks = Watermarks.of(present, normal, all);
            zonelist.add(new Zone(ZoneType.MOVABLE, memmap, normal, movable, present, marks, config.possibleCpus()));
        }
        Watermarks marks = Watermarks.of(normal, normal, all);
        zonelist.add(new Zone(ZoneType.NORMAL, memmap, 0, normal, marks, config.possibleCpus()));
        return List.copyOf(zonelist);
    }
}
