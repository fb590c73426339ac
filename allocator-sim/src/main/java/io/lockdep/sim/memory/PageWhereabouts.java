package io.lockdep.sim.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pages are on which lists, in words: how much is free and allocated, and page by page what the per-CPU lists
 * keep, where nobody else sees it. Read without locks, so exact only while nobody allocates; kernel: {@code show_mem}.
 */
public final class PageWhereabouts {

    private static final int NAMED = 16;

    private PageWhereabouts() {}

    /**
     * Describes zones.
     *
     * @param zones whose pages
     * @return a line for each zone and one for each per-CPU list that keeps something
     */
    public static List<String> of(List<Zone> zones) {
        List<String> lines = new ArrayList<>();
        for (Zone zone : zones) {
            lines.add(zone.type() + ": " + zone.buddy().nrFree() + " free, min watermark "
                    + zone.watermarks().min() + ", " + zone.allocated() + " allocated");
            for (int cpu = 0; cpu < zone.possibleCpus(); cpu++) {
                List<Integer> pfns = zone.pcp(cpu).pfns(NAMED);
                if (!pfns.isEmpty()) {
                    int count = zone.pcp(cpu).count();
                    lines.add(zone.type() + ": CPU " + cpu + " keeps " + count + " on its lists: " + pfns
                            + (count > pfns.size() ? " and more" : ""));
                }
            }
        }
        return lines;
    }
}
