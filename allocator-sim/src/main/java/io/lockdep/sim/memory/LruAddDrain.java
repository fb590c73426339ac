package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Empties the pagevecs of every online CPU; {@code lru_add_drain_all} of mm/swap.c, 4.13 to 5.15. <b>This is where the
 * bug of scenario S1 lives</b>: its callers hold inode and other locks, and until 9852a7212324 it took the CPU hotplug
 * lock.
 *
 * <p>Without that lock a CPU may go offline after its work was queued. Then the work drains the CPU that it happens to
 * run on, and {@code page_alloc_cpu_dead} has emptied the pagevecs of the other one.
 *
 * <p>Since 5.5 who has waited for the lock does nothing if another drain has begun and ended meanwhile: that has found
 * all that was in the pagevecs when he came. A drain that was under way when he came has not, and does not count.
 */
public final class LruAddDrain {

    /** Class of the works' lock map. */
    public static final String WORK_CLASS = "(work_completion)(&lru_add_drain_work)";

    private final LruCache lruCache;
    private final Cpus cpus;
    private final CpuHotplugLock hotplugLock;
    private final boolean takesHotplugLock;
    private final boolean piggybacks;
    private final Workqueues workqueues;
    private final Workqueue drainWq;
    private final Tracepoints trace;
    private final List<Work> works = new ArrayList<>();
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "lock#lru_add_drain_all");

    /**
     * {@code lru_drain_gen} (6446a5131e24; a sequence counter until 5.9): the last drain that has begun. Written under the
     * lock before the first pagevec is looked at, read by who comes before he waits for the lock.
     */
    private volatile int lruDrainGen;

    /**
     * Makes the drain.
     *
     * @param flags whether it takes the hotplug lock
     * @param lruCache the pagevecs
     * @param cpus whose pagevecs are emptied
     * @param hotplugLock what may keep CPUs from coming and going
     * @param workqueues what runs the works
     * @param mmPercpuWq under which name
     * @param trace where draining is noted
     */
    public LruAddDrain(
            VariantFlags flags,
            LruCache lruCache,
            Cpus cpus,
            CpuHotplugLock hotplugLock,
            Workqueues workqueues,
            Workqueue mmPercpuWq,
            Tracepoints trace) {
        this.lruCache = lruCache;
        this.cpus = cpus;
        this.hotplugLock = hotplugLock;
        this.workqueues = workqueues;
        drainWq = flags.has(Patch.LRU_DRAIN_ON_SYSTEM_WQ) ? workqueues.systemWq() : mmPercpuWq;
        this.trace = trace;
        piggybacks = flags.has(Patch.LRU_DRAIN_PIGGYBACKS);
        takesHotplugLock = flags.has(Patch.LRU_DRAIN_TAKES_HOTPLUG_LOCK);
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            works.add(Work.named(WORK_CLASS, this::lruAddDrainPerCpu));
        }
    }

    /** Empties all pagevecs and waits until that is done. */
    public void lruAddDrainAll() {
        if (!takesHotplugLock) {
            lruAddDrainAllCpuslocked();
            return;
        }
        hotplugLock.getOnlineCpus();
        try {
            lruAddDrainAllCpuslocked();
        } finally {
            hotplugLock.putOnlineCpus();
        }
    }

    /** The twin for callers that hold the hotplug lock ({@code lru_add_drain_all_cpuslocked}, 4.13 to 4.15). */
    public void lruAddDrainAllCpuslocked() {
        int thisGen = lruDrainGen;
        lock.lock();
        try {
            if (piggybacks && thisGen != lruDrainGen) {
                trace.emit("lru_add_drain_all", "piggybacks_on", lruDrainGen);
                return;
            }
            int gen = lruDrainGen + 1;
            lruDrainGen = gen;
            List<Work> hasWork = new ArrayList<>();
            for (int cpu : cpus.onlineCpus()) {
                if (lruCache.pagevecCount(cpu) > 0) {
                    workqueues.queueWorkOn(cpu, drainWq, works.get(cpu));
                    hasWork.add(works.get(cpu));
                }
            }
            trace.emit("lru_add_drain_all", "cpus_with_pages", hasWork.size());
            hasWork.forEach(workqueues::flushWork);
        } finally {
            lock.unlock();
        }
    }

    private void lruAddDrainPerCpu() {
        trace.emit("lru_add_drain_per_cpu", "lru_pages", lruCache.lru().size());
        lruCache.lruAddDrain();
    }
}
