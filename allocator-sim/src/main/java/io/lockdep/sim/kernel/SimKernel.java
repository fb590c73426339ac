package io.lockdep.sim.kernel;

import io.lockdep.sim.bpf.BpfSyscall;
import io.lockdep.sim.devtmpfs.Devtmpfs;
import io.lockdep.sim.fs.Superblock;
import io.lockdep.sim.hotplug.CpuHotplug;
import io.lockdep.sim.hotplug.CpuHotplugLock;
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
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import io.lockdep.sim.memoryhotplug.MemoryHotplug;
import io.lockdep.sim.memoryhotplug.MemoryHotplugBoot;
import io.lockdep.sim.mempool.PagePools;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.relay.RelayChannels;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.shmem.Shmem;
import io.lockdep.sim.shmem.ShmemPins;
import io.lockdep.sim.slab.MemcgKmem;
import io.lockdep.sim.slab.SlabAllocator;
import io.lockdep.sim.slab.SlabBoot;
import io.lockdep.sim.slab.SlabCaches;
import io.lockdep.sim.slab.Slub;
import io.lockdep.sim.smp.Smpcfd;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Dispatch;
import io.lockdep.sim.workqueue.WorkqueueState;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.List;
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
    private final SlabAllocator slab;
    private final RelayChannels relay;

    private SimKernel(SimConfig config, VariantFlags flags, Dispatch dispatch, Tracepoints trace) {
        this.config = config;
        this.flags = flags;
        cpus = new Cpus(config.possibleCpus());
        Memmap memmap = new Memmap(config.normalPages() + config.movablePages());
        zones = BootZones.zonelist(config, memmap);
        kthreads = new Kthreads(dispatch);
        progress = new ProgressWatchdog(this::showState);
        workqueues = new Workqueues(config.possibleCpus(), kthreads, dispatch, progress, trace);
        hotplugLock = CpuHotplugLock.of(flags, gates);
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
        sysfs = new Kernfs(gates, trace);
        pcpBatchHigh = new PcpBatchHigh(zones, drain, !flags.has(Patch.PCP_DISABLE_SKIPS_EMPTY));
        memoryHotplug = bootMemoryHotplug(flags, trace);
        devtmpfs = new Devtmpfs(new Superblock("devtmpfs"), kthreads, trace);
        ShmemPins pins = new ShmemPins(flags, lruCache, lruAddDrain, trace);
        shmem = new Shmem(devtmpfs.superblock(), pages, lruCache, pins);
        SparseIrq sparseIrq = new SparseIrq(config.possibleCpus());
        hotplug = new CpuHotplug(flags, cpus, hotplugLock, kthreads, sparseIrq, trace);
        slab = new SlabBoot(flags, cpus, pages, percpu, hotplugLock, memHotplugLock, sysfs, workqueues, trace).boot();
        memoryHotplug.notifiers().register(slab.hotplug()::slabMemoryCallback);
        relay = new RelayChannels(flags, cpus, pages);
        Smpcfd smpcfd = new Smpcfd(config.possibleCpus(), percpu);
        new HotplugStates(
                        hotplug,
                        cpus,
                        stopMachine,
                        workqueues,
                        drain,
                        lruCache,
                        pcpBatchHigh,
                        slab,
                        relay,
                        sparseIrq,
                        smpcfd)
                .setup(flags);
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
        return slab.slub();
    }

    /**
     * The caches of objects.
     *
     * @return what creates, shrinks and destroys them
     */
    public SlabCaches slabCaches() {
        return slab.caches();
    }

    /**
     * The caches of memory cgroups.
     *
     * @return the way to objects on account of a cgroup
     */
    public MemcgKmem memcgKmem() {
        return slab.memcgKmem();
    }

    /**
     * Its relay channels.
     *
     * @return what opens and closes them
     */
    public RelayChannels relay() {
        return relay;
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

    private MemoryHotplug bootMemoryHotplug(VariantFlags flags, Tracepoints trace) {
        return new MemoryHotplugBoot(
                        flags,
                        zones,
                        memHotplugLock,
                        stopMachine,
                        drain,
                        pages,
                        pcpBatchHigh,
                        flags.has(Patch.MEM_BEGIN_TAKES_CPUS)
                                ? lruAddDrain::lruAddDrainAllCpuslocked
                                : lruAddDrain::lruAddDrainAll,
                        sysfs,
                        gates,
                        progress,
                        trace)
                .boot();
    }
}
