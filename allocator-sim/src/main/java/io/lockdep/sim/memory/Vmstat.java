package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much memory there is, with what CPUs have for themselves; {@code vmstat_refresh} of mm/vmstat.c, behind {@code
 * /proc/sys/vm/stat_refresh}, 4.8 and later.
 *
 * <p>Each CPU is asked by a work of its own, on {@code system_wq}.
 */
public final class Vmstat {

    private static final String WORK_CLASS = "(work_completion)(work)";

    private final Cpus cpus;
    private final List<Zone> zones;
    private final Workqueues workqueues;

    /**
     * Makes the statistics.
     *
     * @param cpus who is asked
     * @param zones what is counted
     * @param workqueues where the works run
     */
    public Vmstat(Cpus cpus, List<Zone> zones, Workqueues workqueues) {
        this.cpus = cpus;
        this.zones = zones;
        this.workqueues = workqueues;
    }

    /**
     * Brings the statistics up to date.
     *
     * @return pages on free lists and on the lists of the CPUs
     */
    public int vmstatRefresh() {
        AtomicInteger free = new AtomicInteger();
        workqueues.scheduleOnEachCpu(cpus.onlineCpus(), WORK_CLASS, () -> free.addAndGet(refreshVmStats()));
        zones.forEach(zone -> free.addAndGet(zone.buddy().nrFree()));
        return free.get();
    }

    private int refreshVmStats() {
        int cpu = cpus.localIrqSave();
        try {
            return zones.stream().mapToInt(zone -> zone.pcp(cpu).count()).sum();
        } finally {
            cpus.localIrqRestore();
        }
    }
}
