package io.lockdep.sim.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts every page of a zone by its state and compares with the zone's own counters (invariant I1).
 *
 * <p>Only for a kernel at rest: takes no locks.
 */
public final class ZoneCensus {

    private final Zone zone;
    private final List<String> violations = new ArrayList<>();
    private int free;
    private int listed;
    private int allocated;
    private int isolated;
    private int offline;

    private ZoneCensus(Zone zone) {
        this.zone = zone;
    }

    /**
     * Walks a zone.
     *
     * @param zone a zone that nobody uses at the moment
     * @return what is wrong, one sentence each; empty if every page is accounted for
     */
    public static List<String> violations(Zone zone) {
        ZoneCensus census = new ZoneCensus(zone);
        census.walk();
        census.compare();
        return census.violations;
    }

    private void walk() {
        Memmap memmap = zone.memmap();
        int end = zone.startPfn() + zone.pages();
        int pfn = zone.startPfn();
        while (pfn < end) {
            int pages = 1 << memmap.order(pfn);
            switch (memmap.flags(pfn)) {
                case Memmap.BUDDY -> {
                    if (memmap.listType(pfn) == Migratetype.ISOLATE) {
                        isolated += pages;
                    } else {
                        free += pages;
                    }
                    checkBlock(pfn, memmap.order(pfn));
                }
                case Memmap.PCP -> listed++;
                case Memmap.OFFLINE -> offline++;
                case Memmap.ALLOCATED -> allocated += pages;
                default -> violations.add(zone.type() + ": page " + pfn + " has no state");
            }
            checkInside(pfn, pages);
            pfn += pages;
        }
    }

    private void checkBlock(int pfn, int order) {
        if (pfn % (1 << order) != 0) {
            violations.add(zone.type() + ": free block " + pfn + " of order " + order + " is not aligned");
        }
        int buddy = pfn ^ 1 << order;
        if (order < PageBlocks.ORDER
                && buddy > pfn
                && zone.contains(buddy)
                && zone.memmap().isBuddy(buddy, order)) {
            violations.add(zone.type() + ": free buddies " + pfn + " and " + buddy + " of order " + order
                    + " were not merged");
        }
    }

    private void checkInside(int pfn, int pages) {
        for (int inner = pfn + 1; inner < pfn + pages; inner++) {
            if (zone.memmap().flags(inner) != 0) {
                violations.add(zone.type() + ": page " + inner + " has a state of its own inside block " + pfn);
            }
        }
    }

    private void compare() {
        compare("free", free, zone.buddy().nrFree());
        compare("allocated", allocated, zone.allocated());
        int blocks = 0;
        for (int order = 0; order < BuddyLists.MAX_ORDER; order++) {
            blocks += zone.buddy().freeBlocks(order) << order;
        }
        compare("isolated and free", isolated, zone.buddy().nrIsolated());
        compare("on the free lists", free + isolated, blocks);
        compare("offline", offline, zone.pages() - zone.presentPages());
        int counted = 0;
        for (int cpu = 0; cpu < zone.possibleCpus(); cpu++) {
            counted += zone.pcp(cpu).count();
        }
        compare("on per-CPU lists", listed, counted);
        compare("in all", free + isolated + listed + allocated + offline, zone.pages());
    }

    private void compare(String what, int found, int counted) {
        if (found != counted) {
            violations.add(zone.type() + ": " + found + " pages " + what + ", but the counter says " + counted);
        }
    }
}
