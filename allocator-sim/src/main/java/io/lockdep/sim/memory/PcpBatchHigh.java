package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may change how much per-CPU lists keep; {@code pcp_batch_high_lock} with {@code zone_pcp_update},
 * {@code zone_pcp_disable}, {@code zone_pcp_enable} and {@code page_alloc_cpu_online} of mm/page_alloc.c, 5.15.
 *
 * <p>Disabling keeps the lock until the lists are enabled again, and drains under it. Whatever a drain takes therefore
 * depends on {@code pcp_batch_high_lock}, and who brings a CPU up takes that with the CPU hotplug lock held.
 */
public final class PcpBatchHigh {

    private final List<Zone> zones;
    private final DrainAllPages drain;
    private final boolean drainsAllCpus;
    private final ReentrantLock pcpBatchHighLock = Lockdep.name(new ReentrantLock(), "pcp_batch_high_lock");

    /**
     * Makes it.
     *
     * @param zones the machine's zones
     * @param drain what empties the lists
     * @param drainsAllCpus whether disabling drains also CPUs that seem to have no pages
     */
    public PcpBatchHigh(List<Zone> zones, DrainAllPages drain, boolean drainsAllCpus) {
        this.zones = List.copyOf(zones);
        this.drain = drain;
        this.drainsAllCpus = drainsAllCpus;
    }

    /**
     * Gives the lists of a zone the sizes that its present pages call for ({@code zone_pcp_update}).
     *
     * @param zone whose size has changed
     */
    public void zonePcpUpdate(Zone zone) {
        pcpBatchHighLock.lock();
        try {
            zone.setupPageset();
        } finally {
            pcpBatchHighLock.unlock();
        }
    }

    /**
     * Sets the sizes of all zones, because a CPU more shares them ({@code page_alloc_cpu_online}).
     *
     * @param cpu the CPU that comes online
     */
    public void pageAllocCpuOnline(int cpu) {
        zones.forEach(this::zonePcpUpdate);
    }

    /**
     * Lets the lists of a zone keep nothing, and empties them. Keeps the lock until {@link #zonePcpEnable}.
     *
     * @param zone whose lists
     */
    public void zonePcpDisable(Zone zone) {
        pcpBatchHighLock.lock();
        zone.disablePcp();
        drain.drainAllPages(zone, drainsAllCpus);
    }

    /**
     * Ends what {@link #zonePcpDisable} began.
     *
     * @param zone the same zone
     */
    public void zonePcpEnable(Zone zone) {
        zone.setupPageset();
        pcpBatchHighLock.unlock();
    }
}
