package io.lockdep.sim.memory;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.util.List;

/**
 * One look at the free lists, without any waiting: {@code get_page_from_freelist} and the per-CPU lists of
 * mm/page_alloc.c, 4.10, and the way back.
 *
 * <p>Order 0 goes through the list of the CPU it runs on, with that CPU pinned; higher orders go straight to the buddy
 * lists.
 */
public final class Freelist {

    /** Only movable user memory may fill ZONE_MOVABLE, else its pages could not be migrated away. */
    private static final Gfp MOVABLE_ZONE = Gfp.MOVABLE.or(Gfp.HIGHMEM);

    private final PcpLock pcpLock;
    private final boolean irqBypassesPcp;
    private final List<Zone> zones;
    private final StepGates gates;

    /** The zones that have pages; replaced as a whole, read by anybody. */
    private volatile List<Zone> zonelist = List.of();

    /**
     * Makes the view.
     *
     * @param cpus whose lists are used
     * @param zones the zonelist, in the order in which zones are tried
     */
    public Freelist(Cpus cpus, List<Zone> zones) {
        this(new PcpLock(cpus, false), false, zones, new StepGates());
    }

    /**
     * Makes the view of a machine that drains.
     *
     * @param drain whose locks guard the per-CPU lists
     * @param flags the machine's patches
     * @param zones the zonelist, in the order in which zones are tried
     * @param gates where a script can stop a free
     */
    public Freelist(DrainAllPages drain, VariantFlags flags, List<Zone> zones, StepGates gates) {
        this(drain.pcpLock(), flags.has(Patch.IRQ_BYPASSES_PCP), zones, gates);
    }

    private Freelist(PcpLock pcpLock, boolean irqBypassesPcp, List<Zone> zones, StepGates gates) {
        this.gates = gates;
        this.pcpLock = pcpLock;
        this.irqBypassesPcp = irqBypassesPcp;
        this.zones = List.copyOf(zones);
        buildAllZonelists();
    }

    void buildAllZonelists() {
        zonelist = zones.stream().filter(zone -> zone.presentPages() > 0).toList();
    }

    List<Zone> zones() {
        return zones;
    }

    /** Whether the request could be served above the min mark if that many more pages were free. */
    boolean watermarkOkWith(int morePages, Gfp gfp, int order) {
        for (Zone zone : zonelist) {
            if (permits(gfp, zone) && zone.watermarkOk(order, Watermarks.Mark.MIN, morePages)) {
                return true;
            }
        }
        return false;
    }

    /** Whether every zone that has pages is above its high mark ({@code pgdat_balanced}, for all of them). */
    boolean isBalanced() {
        for (Zone zone : zonelist) {
            if (!zone.watermarkOk(0, Watermarks.Mark.HIGH, 0)) {
                return false;
            }
        }
        return true;
    }

    /** Gives back what this CPU keeps ({@code drain_local_pages}), as reclaim in the background has to count it. */
    void drainLocalPages() {
        int cpu = pcpLock.lockLocal();
        try {
            for (Zone zone : zones) {
                zone.freePcppagesBulk(zone.pcp(cpu), zone.pcp(cpu).count());
            }
        } finally {
            pcpLock.unlockLocal(cpu);
        }
    }

    /**
     * Takes a block from the first permitted zone that stays above its mark.
     *
     * @return first page, or {@link Memmap#NONE}
     */
    int getPageFromFreelist(Gfp gfp, int order, Watermarks.Mark mark) {
        for (Zone zone : zonelist) {
            if (permits(gfp, zone) && zone.watermarkOk(order, mark, 0)) {
                int pfn =
                        order == 0 && !skipsPcp() ? rmqueuePcplist(zone, gfp) : zone.rmqueue(order, gfp.migratetype());
                if (pfn != Memmap.NONE) {
                    zone.markAllocated(pfn, order);
                    return pfn;
                }
            }
        }
        return Memmap.NONE;
    }

    /** Free pages of the zone that a page is in. */
    int nrFreeAround(int pfn) {
        return zoneOf(pfn).buddy().nrFree();
    }

    /** Takes a user away from a block; true if that was the last one. */
    boolean putPageTestzero(int pfn) {
        return zoneOf(pfn).memmap().putPageTestzero(pfn);
    }

    /** Gives a block back. {@code cold}: nobody is going to use its cache lines soon ({@code free_hot_cold_page}). */
    void freePages(int pfn, int order, boolean cold) {
        Zone zone = zoneOf(pfn);
        zone.markFreed(pfn, order);
        if (order > 0 || skipsPcp()) {
            zone.freeOnePage(pfn, order);
            return;
        }
        zone.memmap().setListType(pfn, zone.pageblockType(pfn));
        gates.pass(StepGate.FREE_PREPARED);
        freeHotColdPage(zone, pfn, cold);
    }

    /** Whether this is an interrupt, and interrupts do not touch the per-CPU lists. */
    private boolean skipsPcp() {
        return irqBypassesPcp && Task.current().isInInterrupt();
    }

    private int rmqueuePcplist(Zone zone, Gfp gfp) {
        boolean cold = gfp.has(Gfp.COLD);
        Migratetype type = gfp.migratetype();
        int cpu = pcpLock.lockLocal();
        try {
            PerCpuPages pcp = zone.pcp(cpu);
            if (pcp.isEmpty(type)) {
                zone.rmqueueBulk(pcp, type, cold);
            }
            return pcp.isEmpty(type) ? Memmap.NONE : pcp.take(type, cold);
        } finally {
            pcpLock.unlockLocal(cpu);
        }
    }

    private void freeHotColdPage(Zone zone, int pfn, boolean cold) {
        int cpu = pcpLock.lockLocal();
        try {
            Migratetype type = zone.memmap().listType(pfn);
            if (type == Migratetype.ISOLATE) {
                zone.freeOnePage(pfn, 0);
                return;
            }
            PerCpuPages pcp = zone.pcp(cpu);
            // Before the count is raised: a CPU may load early and store late, and other CPUs see just that.
            int high = pcp.high();
            gates.pass(StepGate.PCP_HIGH_READ);
            pcp.add(pfn, type.onPcpList(), cold);
            if (pcp.count() >= high) {
                zone.freePcppagesBulk(pcp, pcp.batch());
            }
        } finally {
            pcpLock.unlockLocal(cpu);
        }
    }

    private static boolean permits(Gfp gfp, Zone zone) {
        return zone.type() != ZoneType.MOVABLE || gfp.has(MOVABLE_ZONE);
    }

    private Zone zoneOf(int pfn) {
        for (Zone zone : zones) {
            if (zone.contains(pfn)) {
                return zone;
            }
        }
        throw new IllegalArgumentException("page " + pfn + " is in no zone");
    }
}
