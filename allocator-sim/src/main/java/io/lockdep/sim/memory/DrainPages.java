package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * Empties the lists of one CPU; {@code drain_pages}, {@code drain_pages_zone} and {@code drain_local_pages} of
 * mm/page_alloc.c, 4.11. Only the CPU itself may, or anybody once it is dead; or, in the real-time patches, who has its
 * {@code pa_lock}.
 */
final class DrainPages {

    private final Cpus cpus;
    private final List<Zone> zones;
    private final PcpLock pcpLock;
    private final boolean remote;
    private final StepGates gates;
    private final Tracepoints trace;

    DrainPages(Cpus cpus, List<Zone> zones, boolean remote, StepGates gates, Tracepoints trace) {
        this.cpus = cpus;
        this.zones = List.copyOf(zones);
        this.remote = remote;
        this.gates = gates;
        this.trace = trace;
        pcpLock = new PcpLock(cpus, remote);
    }

    /** What guards the lists, for the whole machine. */
    PcpLock pcpLock() {
        return pcpLock;
    }

    /** Caller is pinned to the CPU, or it is offline, or the lists may be taken from afar. */
    void drainPages(int cpu) {
        for (Zone zone : zones) {
            drainPagesZone(cpu, zone);
        }
    }

    /** Drains the CPU that the caller is on. */
    void drainLocalPages() {
        drainPages(cpus.smpProcessorId());
    }

    void drainOnlineCpus() {
        for (int cpu : cpus.onlineCpus()) {
            drainPages(cpu);
        }
    }

    private void drainPagesZone(int cpu, Zone zone) {
        if (remote) {
            pcpLock.lockRemote(cpu);
            try {
                giveBack(cpu, zone);
            } finally {
                pcpLock.unlockRemote(cpu);
            }
            return;
        }
        gates.pass(StepGate.DRAIN_LIST);
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
