package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the pages on the per-CPU lists of every online CPU back to the buddy lists; {@code drain_all_pages} of
 * mm/page_alloc.c between 4.10-rc5-next and 4.11. <b>This is where the bug of scenario S0 lives.</b>
 *
 * <p>A CPU's lists belong to that CPU, so a work is queued on each CPU that has pages, and the caller waits for all of
 * them. The question of 2017 was what keeps those CPUs online meanwhile. {@link Policy} has the answers.
 *
 * <p>Departures: the first patch took its works from the atomic per-CPU allocator, here they are plain objects; it
 * queued them on {@code system_wq}, here all variants use {@code mm_percpu_wq} of 4.11 (ce612879ddc7).
 */
public final class DrainAllPages {

    /** Class of the works' lock map, and so the name of the wait for one. */
    public static final String WORK_CLASS = "(work_completion)(&drain->work)";

    /**
     * Which patches are applied.
     *
     * @param takesHotplugLock {@code get_online_cpus} around queueing and flushing (0ccce3b92421); without it the work
     *     disables preemption instead (a459eeb7b852)
     * @param mutex one drain at a time, under {@code pcpu_drain_mutex}, with one static work per CPU (bd233f538d51)
     */
    public record Policy(boolean takesHotplugLock, boolean mutex) {

        /**
         * The policy of a kernel.
         *
         * @param flags its patches
         * @return which of them matter here
         */
        public static Policy of(VariantFlags flags) {
            return new Policy(flags.has(Patch.DRAIN_TAKES_HOTPLUG_LOCK), flags.has(Patch.DRAIN_MUTEX));
        }
    }

    private final Policy policy;
    private final Cpus cpus;
    private final List<Zone> zones;
    private final CpuHotplugLock hotplug;
    private final Workqueues workqueues;
    private final Workqueue mmPercpuWq;
    private final Tracepoints trace;
    private final List<Work> staticWorks = new ArrayList<>();
    private final ReentrantLock pcpuDrainMutex = Lockdep.name(new ReentrantLock(), "pcpu_drain_mutex");

    /**
     * Makes the drain.
     *
     * @param policy which patches are applied
     * @param cpus whose lists are drained
     * @param zones of which pages are drained
     * @param hotplug what may keep CPUs from coming and going
     * @param workqueues what runs the works
     * @param trace where draining is noted
     */
    public DrainAllPages(
            Policy policy,
            Cpus cpus,
            List<Zone> zones,
            CpuHotplugLock hotplug,
            Workqueues workqueues,
            Tracepoints trace) {
        this.policy = policy;
        this.cpus = cpus;
        this.zones = List.copyOf(zones);
        this.hotplug = hotplug;
        this.workqueues = workqueues;
        this.trace = trace;
        mmPercpuWq = workqueues.allocWorkqueue("mm_percpu_wq", Workqueue.Kind.MEM_RECLAIM);
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            staticWorks.add(drainWork());
        }
    }

    /**
     * Drains all CPUs, or returns at once if somebody else is doing so. A kworker does nothing: it could wait for
     * itself ({@code PF_WQ_WORKER}).
     */
    public void drainAllPages() {
        if (Task.current().isWorker()) {
            return;
        }
        if (policy.mutex() && !pcpuDrainMutex.tryLock()) {
            return;
        }
        drainLocked(zones, false);
    }

    /**
     * Drains one zone on all CPUs ({@code __drain_all_pages}): waits for whoever else is draining, because the caller
     * depends on it.
     *
     * @param zone of which pages are drained
     * @param forceAllCpus also CPUs that seem to have no pages; the look at their count may come too early
     */
    public void drainAllPages(Zone zone, boolean forceAllCpus) {
        if (Task.current().isWorker()) {
            return;
        }
        if (policy.mutex()) {
            pcpuDrainMutex.lock();
        }
        drainLocked(List.of(zone), forceAllCpus);
    }

    /** Gives the drain mutex back in the end. */
    private void drainLocked(List<Zone> ofZones, boolean forceAllCpus) {
        try {
            if (policy.takesHotplugLock()) {
                hotplug.getOnlineCpus();
            }
            try {
                queueAndFlush(ofZones, forceAllCpus);
            } finally {
                if (policy.takesHotplugLock()) {
                    hotplug.putOnlineCpus();
                }
            }
        } finally {
            if (policy.mutex()) {
                pcpuDrainMutex.unlock();
            }
        }
    }

    /**
     * Gives back what one CPU keeps ({@code drain_pages}). Caller is pinned to it, or the CPU is offline.
     *
     * @param cpu whose lists to empty
     */
    public void drainPages(int cpu) {
        for (Zone zone : zones) {
            drainPagesZone(cpu, zone);
        }
    }

    private void queueAndFlush(List<Zone> ofZones, boolean forceAllCpus) {
        List<Work> queued = new ArrayList<>();
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            if (cpus.isOnline(cpu) && (forceAllCpus || hasPcps(cpu, ofZones))) {
                Work work = policy.mutex() ? staticWorks.get(cpu) : drainWork();
                workqueues.queueWorkOn(cpu, mmPercpuWq, work);
                queued.add(work);
            }
        }
        trace.emit("drain_all_pages", "cpus_with_pcps", queued.size());
        for (Work work : queued) {
            workqueues.flushWork(work);
        }
    }

    /** A look without any lock: it can miss a page that another CPU puts on its list just now. */
    private boolean hasPcps(int cpu, List<Zone> ofZones) {
        for (Zone zone : ofZones) {
            if (zone.pcp(cpu).count() > 0) {
                return true;
            }
        }
        return false;
    }

    private Work drainWork() {
        return Work.named(WORK_CLASS, this::drainLocalPagesWq);
    }

    private void drainLocalPagesWq() {
        if (policy.takesHotplugLock()) {
            drainLocalPages();
            return;
        }
        // The CPU may have gone offline and this worker be running anywhere. It drains the CPU it is on and must
        // stay there while it does.
        cpus.preemptDisable();
        try {
            drainLocalPages();
        } finally {
            cpus.preemptEnable();
        }
    }

    private void drainLocalPages() {
        drainPages(Task.current().cpu());
    }

    private void drainPagesZone(int cpu, Zone zone) {
        cpus.localIrqSave();
        try {
            PerCpuPages pcp = zone.pcp(cpu);
            int count = pcp.count();
            if (count > 0) {
                trace.emit("mm_page_pcpu_drain", "cpu", cpu);
                zone.freePcppagesBulk(pcp, count);
            }
        } finally {
            cpus.localIrqRestore();
        }
    }
}
