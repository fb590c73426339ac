package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.hotplug.StopMachine;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives the pages on the per-CPU lists of every online CPU back to the buddy lists; {@code drain_all_pages} of
 * mm/page_alloc.c between 4.10-rc5-next and 4.11. <b>This is where the bug of scenario S0 lives.</b>
 *
 * <p>A CPU's lists belong to that CPU, so a work is queued on each CPU that has pages, and the caller waits for all of
 * them. The question of 2017 was what keeps those CPUs online meanwhile. {@link DrainPolicy} has the answers.
 *
 * <p>Departures: the first patch took its works from the atomic per-CPU allocator, here they are plain objects; it
 * queued them on {@code system_wq}, here all variants but WQ1-A0 use {@code mm_percpu_wq} of 4.11 (ce612879ddc7).
 */
public final class DrainAllPages {

    /** Class of the works' lock map, and so the name of the wait for one. */
    public static final String WORK_CLASS = "(work_completion)(&drain->work)";

    private final DrainPolicy policy;
    private final Cpus cpus;
    private final List<Zone> zones;
    private final CpuHotplugLock hotplug;
    private final StopMachine stopMachine;
    private final PcpLock pcpLock;
    private final Workqueues workqueues;
    private final Workqueue mmPercpuWq;
    private final Workqueue drainWq;
    private final Tracepoints trace;
    private final List<Work> staticWorks = new ArrayList<>();
    private final ReentrantLock pcpuDrainMutex = Lockdep.name(new ReentrantLock(), "pcpu_drain_mutex");

    /** Guards {@link #mayQueue}. */
    private final ReentrantLock drainSpin = Lockdep.name(new ReentrantLock(), "drain_spin");

    private final BitSet mayQueue = new BitSet();
    private final StepGates gates;

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
        this.cpus = cpus;
        this.zones = List.copyOf(zones);
        this.hotplug = hotplug;
        this.stopMachine = stopMachine;
        this.workqueues = workqueues;
        this.gates = gates;
        this.trace = trace;
        mmPercpuWq = workqueues.allocWorkqueue("mm_percpu_wq", Workqueue.Kind.MEM_RECLAIM);
        drainWq = policy.onSystemWq() ? workqueues.systemWq() : mmPercpuWq;
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            staticWorks.add(drainWork(cpu));
        }
        pcpLock = new PcpLock(cpus, policy.way() == DrainPolicy.Way.REMOTE);
        mayQueue.set(0);
    }

    /**
     * What guards the lists that this drains.
     *
     * @return one for the whole machine
     */
    PcpLock pcpLock() {
        return pcpLock;
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

    /**
     * The workqueue of memory management.
     *
     * @return {@code mm_percpu_wq}
     */
    public Workqueue mmPercpuWq() {
        return mmPercpuWq;
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
            drainPages(cpu);
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
        drainSpin.lock();
        try {
            mayQueue.set(cpu);
        } finally {
            drainSpin.unlock();
        }
    }

    /**
     * Lets no more works be queued on a CPU that goes down and sees the last one through: from here on none can be found
     * running elsewhere.
     *
     * @param cpu a CPU that is still online and whose kworkers are still bound
     */
    public void clearMayQueueAndFlush(int cpu) {
        drainSpin.lock();
        try {
            mayQueue.clear(cpu);
        } finally {
            drainSpin.unlock();
        }
        Work work = staticWorks.get(cpu);
        workqueues.queueWorkOn(cpu, drainWq, work);
        workqueues.flushWork(work);
    }

    private void drainCpus(List<Zone> ofZones, boolean forceAllCpus) {
        switch (policy.way()) {
            case LOCAL_WORKS -> flush(queueOnOnlineCpus(ofZones, forceAllCpus));
            case TRUSTING_WORKS -> flush(queuePreemptOff(ofZones, forceAllCpus));
            case FLAGGED_WORKS -> flush(queueFlagged(ofZones, forceAllCpus));
            case REMOTE -> drainOnlineCpus();
            case STOP_MACHINE -> stopMachine.stopMachine(this::drainOnlineCpus);
        }
    }

    private List<Work> queueOnOnlineCpus(List<Zone> ofZones, boolean forceAllCpus) {
        List<Work> queued = new ArrayList<>();
        for (int cpu : cpus.onlineCpus()) {
            if (forceAllCpus || hasPcps(cpu, ofZones)) {
                queued.add(queueDrain(cpu));
            }
        }
        return queued;
    }

    /** The online mask stays as it is as long as this task is pinned: whoever changes it stops all CPUs first. */
    private List<Work> queuePreemptOff(List<Zone> ofZones, boolean forceAllCpus) {
        cpus.preemptDisable();
        try {
            return queueOnOnlineCpus(ofZones, forceAllCpus);
        } finally {
            cpus.preemptEnable();
        }
    }

    private List<Work> queueFlagged(List<Zone> ofZones, boolean forceAllCpus) {
        List<Work> queued = new ArrayList<>();
        drainSpin.lock();
        try {
            for (int cpu = mayQueue.nextSetBit(0); cpu >= 0; cpu = mayQueue.nextSetBit(cpu + 1)) {
                if (forceAllCpus || hasPcps(cpu, ofZones)) {
                    queued.add(queueDrain(cpu));
                }
            }
        } finally {
            drainSpin.unlock();
        }
        return queued;
    }

    private Work queueDrain(int cpu) {
        boolean isStatic = policy.mutex() || policy.way() == DrainPolicy.Way.FLAGGED_WORKS;
        Work work = isStatic ? staticWorks.get(cpu) : drainWork(cpu);
        workqueues.queueWorkOn(cpu, drainWq, work);
        return work;
    }

    private void flush(List<Work> queued) {
        trace.emit("drain_all_pages", "cpus_with_pcps", queued.size());
        gates.pass(StepGate.DRAIN_QUEUED);
        for (Work work : queued) {
            workqueues.flushWork(work);
        }
    }

    private void drainOnlineCpus() {
        for (int cpu : cpus.onlineCpus()) {
            drainPages(cpu);
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

    private Work drainWork(int cpu) {
        return Work.named(
                WORK_CLASS,
                policy.way() == DrainPolicy.Way.TRUSTING_WORKS ? () -> drainPages(cpu) : this::drainLocalPagesWq);
    }

    private void drainLocalPagesWq() {
        if (!policy.pinned()) {
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
        drainPages(cpus.smpProcessorId());
    }

    private void drainPagesZone(int cpu, Zone zone) {
        if (policy.way() == DrainPolicy.Way.REMOTE) {
            pcpLock.lockRemote(cpu);
            try {
                giveBack(cpu, zone);
            } finally {
                pcpLock.unlockRemote(cpu);
            }
            return;
        }
        cpus.preemptionPoint();
        int here = cpus.localIrqSave();
        try {
            if (!cpus.owns(cpu)) {
                zone.pcp(cpu).noteTrespasser(Task.current().name() + " on CPU " + here);
            }
            giveBack(cpu, zone);
        } finally {
            cpus.localIrqRestore();
        }
    }

    private void giveBack(int cpu, Zone zone) {
        PerCpuPages pcp = zone.pcp(cpu);
        int count = pcp.count();
        if (count > 0) {
            trace.emit("mm_page_pcpu_drain", "cpu", cpu);
            zone.freePcppagesBulk(pcp, count);
        }
    }
}
