package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The works that drain CPUs, one per CPU that has pages: {@code drain_local_pages_wq} and what queues and flushes it in
 * {@code drain_all_pages} of mm/page_alloc.c, 4.11.
 *
 * <p>Departures: the first patch took its works from the atomic per-CPU allocator, here they are plain objects; it
 * queued them on {@code system_wq}, here all variants but WQ1-A0 use {@code mm_percpu_wq} of 4.11 (ce612879ddc7).
 */
final class DrainWorks {

    private final DrainPolicy policy;
    private final Cpus cpus;
    private final DrainPages drainPages;
    private final Workqueues workqueues;
    private final Workqueue mmPercpuWq;
    private final Workqueue drainWq;
    private final StepGates gates;
    private final Tracepoints trace;
    private final List<Work> staticWorks = new ArrayList<>();
    private final DrainFlags flags = new DrainFlags();

    DrainWorks(
            DrainPolicy policy,
            Cpus cpus,
            DrainPages drainPages,
            Workqueues workqueues,
            StepGates gates,
            Tracepoints trace) {
        this.policy = policy;
        this.cpus = cpus;
        this.drainPages = drainPages;
        this.workqueues = workqueues;
        this.gates = gates;
        this.trace = trace;
        mmPercpuWq = workqueues.allocWorkqueue("mm_percpu_wq", Workqueue.Kind.MEM_RECLAIM);
        drainWq = policy.onSystemWq() ? workqueues.systemWq() : mmPercpuWq;
        for (int cpu = 0; cpu < cpus.possible(); cpu++) {
            staticWorks.add(drainWork(cpu));
        }
    }

    Workqueue mmPercpuWq() {
        return mmPercpuWq;
    }

    void setMayQueue(int cpu) {
        flags.set(cpu);
    }

    void clearMayQueueAndFlush(int cpu) {
        flags.clear(cpu);
        Work work = staticWorks.get(cpu);
        workqueues.queueWorkOn(cpu, drainWq, work);
        workqueues.flushWork(work);
    }

    /** Drains the zones of all CPUs that seem to have pages, or of all CPUs, and waits for that. */
    void drain(List<Zone> zones, boolean forceAllCpus) {
        List<Work> queued = queue(zones, forceAllCpus);
        trace.emit("drain_all_pages", "cpus_with_pcps", queued.size());
        gates.pass(StepGate.DRAIN_QUEUED);
        queued.forEach(workqueues::flushWork);
    }

    private List<Work> queue(List<Zone> zones, boolean forceAllCpus) {
        return switch (policy.way()) {
            case FLAGGED_WORKS -> queueFlagged(zones, forceAllCpus);
            case TRUSTING_WORKS -> queuePreemptOff(zones, forceAllCpus);
            default -> queueOnOnlineCpus(zones, forceAllCpus);
        };
    }

    private List<Work> queueOnOnlineCpus(List<Zone> zones, boolean forceAllCpus) {
        BitSet cpusWithPcps = new BitSet();
        for (int cpu : cpus.onlineCpus()) {
            if (forceAllCpus || hasPcps(cpu, zones)) {
                cpusWithPcps.set(cpu);
            }
        }
        gates.pass(StepGate.DRAIN_COUNT_CHECKED);
        List<Work> queued = new ArrayList<>();
        cpusWithPcps.stream().forEach(cpu -> queued.add(queueDrain(cpu)));
        return queued;
    }

    /** The online mask stays as it is as long as this task is pinned: whoever changes it stops all CPUs first. */
    private List<Work> queuePreemptOff(List<Zone> zones, boolean forceAllCpus) {
        cpus.preemptDisable();
        try {
            return queueOnOnlineCpus(zones, forceAllCpus);
        } finally {
            cpus.preemptEnable();
        }
    }

    private List<Work> queueFlagged(List<Zone> zones, boolean forceAllCpus) {
        List<Work> queued = new ArrayList<>();
        flags.forEach(cpu -> {
            if (forceAllCpus || hasPcps(cpu, zones)) {
                queued.add(queueDrain(cpu));
            }
        });
        return queued;
    }

    private Work queueDrain(int cpu) {
        boolean isStatic = policy.mutex() || policy.way() == DrainPolicy.Way.FLAGGED_WORKS;
        Work work = isStatic ? staticWorks.get(cpu) : drainWork(cpu);
        workqueues.queueWorkOn(cpu, drainWq, work);
        return work;
    }

    /** A look without any lock: it can miss a page that another CPU puts on its list just now. */
    private static boolean hasPcps(int cpu, List<Zone> zones) {
        return zones.stream().anyMatch(zone -> zone.pcp(cpu).count() > 0);
    }

    private Work drainWork(int cpu) {
        return Work.named(
                DrainAllPages.WORK_CLASS,
                policy.way() == DrainPolicy.Way.TRUSTING_WORKS
                        ? () -> drainPages.drainPages(cpu)
                        : this::drainLocalPagesWq);
    }

    private void drainLocalPagesWq() {
        if (!policy.pinned()) {
            drainPages.drainLocalPages();
            return;
        }
        // The CPU may have gone offline and this worker be running anywhere. It drains the CPU it is on and must
        // stay there while it does.
        cpus.preemptDisable();
        try {
            drainPages.drainLocalPages();
        } finally {
            cpus.preemptEnable();
        }
    }
}
