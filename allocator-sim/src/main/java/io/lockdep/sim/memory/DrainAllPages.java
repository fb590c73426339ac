package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the pages on the per-CPU lists of every online CPU back to the buddy lists; {@code drain_all_pages} of
 * mm/page_alloc.c between 4.10-rc5-next and 4.11. <b>This is where the bug of scenario S0 lives.</b>
 *
 * <p>A CPU's lists belong to that CPU, so a work is queued on each CPU that has pages, and the caller waits for all of
 * them. The question of 2017 was what keeps those CPUs online meanwhile. {@link DrainPolicy} has the answers.
 */
public final class DrainAllPages {

    /** Class of the works' lock map, and so the name of the wait for one. */
    public static final String WORK_CLASS = "(work_completion)(&drain->work)";

    private final DrainPolicy policy;
    private final List<Zone> zones;
    private final CpuHotplugLock hotplug;
    private final StopMachine stopMachine;
    private final DrainPages drainPages;
    private final DrainWorks works;
    private final ReentrantLock pcpuDrainMutex = Lockdep.name(new ReentrantLock(), "pcpu_drain_mutex");

    /**
     * Makes the drain.
     *
     * @param policy which patches are applied
     * @param cpus whose lists are drained
     * @param zones of which pages are drained
     * @param hotplug what may keep CPUs from coming and going
     * @param stopMachine what may stop them
     * @param workqueues what runs the works
     * @param gates where a script may stop a drain
     * @param trace where draining is noted
     */
    public DrainAllPages(
            DrainPolicy policy,
            Cpus cpus,
            List<Zone> zones,
            CpuHotplugLock hotplug,
            StopMachine stopMachine,
            Workqueues workqueues,
            StepGates gates,
            Tracepoints trace) {
        this.policy = policy;
        this.zones = List.copyOf(zones);
        this.hotplug = hotplug;
        this.stopMachine = stopMachine;
        drainPages = new DrainPages(cpus, zones, policy.way() == DrainPolicy.Way.REMOTE, gates, trace);
        works = new DrainWorks(policy, cpus, drainPages, workqueues, gates, trace);
    }

    /**
     * What guards the lists that this drains.
     *
     * @return one for the whole machine
     */
    PcpLock pcpLock() {
        return drainPages.pcpLock();
    }

    /**
     * Whether an allocation may cause a drain.
     *
     * @param gfp what may be done for it
     * @return false if only others may
     */
    boolean isFor(Gfp gfp) {
        return !policy.hardwallOnly() || gfp.has(Gfp.HARDWALL);
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

    /**
     * Gives back what one CPU keeps ({@code drain_pages}). Caller is pinned to it, or the CPU is offline.
     *
     * @param cpu whose lists to empty
     */
    public void drainPages(int cpu) {
        drainPages.drainPages(cpu);
    }

    /**
     * The workqueue of memory management.
     *
     * @return {@code mm_percpu_wq}
     */
    public Workqueue mmPercpuWq() {
        return works.mmPercpuWq();
    }

    /**
     * Takes over what a CPU that is offline has left ({@code page_alloc_cpu_dead}).
     *
     * @param cpu the dead CPU
     */
    public void pageAllocCpuDead(int cpu) {
        if (!policy.cpuDeadDrains()) {
            return;
        }
        if (policy.cpuDeadMutex()) {
            pcpuDrainMutex.lock();
        }
        try {
            drainPages.drainPages(cpu);
        } finally {
            if (policy.cpuDeadMutex()) {
                pcpuDrainMutex.unlock();
            }
        }
    }

    /**
     * Lets works be queued on a CPU that comes up; only where a flag per CPU says so.
     *
     * @param cpu an online CPU
     */
    public void setMayQueue(int cpu) {
        works.setMayQueue(cpu);
    }

    /**
     * Lets no more works be queued on a CPU that goes down and sees the last one through: from here on none can be found
     * running elsewhere.
     *
     * @param cpu a CPU that is still online and whose kworkers are still bound
     */
    public void clearMayQueueAndFlush(int cpu) {
        works.clearMayQueueAndFlush(cpu);
    }

    /** Gives the drain mutex back in the end. */
    private void drainLocked(List<Zone> ofZones, boolean forceAllCpus) {
        try {
            if (policy.takesHotplugLock()) {
                hotplug.getOnlineCpus();
            }
            try {
                drainCpus(ofZones, forceAllCpus);
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

    private void drainCpus(List<Zone> ofZones, boolean forceAllCpus) {
        switch (policy.way()) {
            case REMOTE -> drainPages.drainOnlineCpus();
            case STOP_MACHINE -> stopMachine.stopMachine(drainPages::drainOnlineCpus);
            default -> works.drain(ofZones, forceAllCpus);
        }
    }
}
