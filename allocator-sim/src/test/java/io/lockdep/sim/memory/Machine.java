package io.lockdep.sim.memory;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.progress.ProgressWatchdog;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;

/** A machine of 64 MiB with only the page allocator: two CPUs, batch 3, high 18, watermarks 256/320/384. */
final class Machine implements AutoCloseable {

    static final int PAGES = 64 * 256;

    final Cpus cpus = new Cpus(2);
    final Memmap memmap = new Memmap(PAGES);
    final Zone zone = new Zone(ZoneType.NORMAL, memmap, 0, PAGES, Watermarks.of(PAGES, PAGES, PAGES), 2);
    final Tracepoints trace = Tracepoints.recording();
    final FreeDispatch dispatch = new FreeDispatch();
    final Kthreads kthreads = new Kthreads(dispatch);
    final Workqueues workqueues = new Workqueues(2, kthreads, dispatch, new ProgressWatchdog(List::of), trace);
    final Lru lru = new Lru(memmap);
    final LruCache lruCache;
    final StepGates gates = new StepGates();
    final DrainAllPages drain;
    final PageAllocator pages;
    final PageCache pageCache;
    private final List<Integer> hogged = new ArrayList<>();

    Machine() {
        this(VariantFlags.K4_11);
    }

    Machine(VariantFlags flags) {
        cpus.setOnline(1);
        for (int cpu = 0; cpu < 2; cpu++) {
            workqueues.prepareCpu(cpu);
            workqueues.onlineCpu(cpu);
        }
        List<Zone> zones = List.of(zone);
        CpuHotplugLock hotplug = CpuHotplugLock.of(flags);
        drain = new DrainAllPages(
                DrainPolicy.of(flags), cpus, zones, hotplug, new StopMachine(cpus, hotplug), workqueues, gates, trace);
        drain.setMayQueue(1);
        Freelist freelist = new Freelist(drain, flags, zones, gates);
        lruCache = new LruCache(cpus, freelist, lru, 14);
        pages = new PageAllocator(freelist, lruCache, drain, flags, trace);
        pageCache = new PageCache(pages, lruCache);
        zone.setupPageset();
    }

    void run(int cpu, Runnable body) {
        Task.named("test", cpu).run(body);
    }

    /** Allocates until the fast path would fail, then until only that many pages stay free. Runs as a task. */
    void hogDownTo(int free) {
        while (zone.buddy().nrFree() > free) {
            int pfn = zone.rmqueue(0, Migratetype.MOVABLE);
            zone.markAllocated(pfn, 0);
            hogged.add(pfn);
        }
    }

    void releaseHog() {
        hogged.forEach(pfn -> {
            zone.markFreed(pfn, 0);
            zone.freeOnePage(pfn, 0);
        });
        hogged.clear();
    }

    @Override
    public void close() {
        workqueues.stop();
        kthreads.stop();
    }
}
