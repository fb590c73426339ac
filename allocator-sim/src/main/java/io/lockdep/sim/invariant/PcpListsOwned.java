package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.PerCpuPages;
import io.lockdep.sim.memory.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * I2: no page is kept by an offline CPU, where nobody would find it, and each per-CPU counter is the length of its
 * lists, which it would not be if two CPUs had changed one list.
 */
final class PcpListsOwned implements Invariant {

    @Override
    public String title() {
        return "I2 offline CPUs keep no pages";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        for (Zone zone : kernel.zones()) {
            for (int cpu = 0; cpu < kernel.cpus().possible(); cpu++) {
                PerCpuPages pcp = zone.pcp(cpu);
                if (!kernel.cpus().isOnline(cpu) && pcp.listed() > 0) {
                    violations.add(zone.type() + ": offline CPU " + cpu + " keeps " + pcp.listed() + " pages");
                }
                for (String trespasser : pcp.trespassers()) {
                    violations.add(zone.type() + ": the pages of CPU " + cpu + " were changed by " + trespasser);
                }
                if (pcp.listed() != pcp.count()) {
                    violations.add(zone.type() + ": CPU " + cpu + " counts " + pcp.count() + " pages but lists "
                            + pcp.listed());
                }
            }
        }
        for (int cpu = 0; cpu < kernel.cpus().possible(); cpu++) {
            int count = kernel.lruCache().pagevecCount(cpu);
            if (!kernel.cpus().isOnline(cpu) && count > 0) {
                violations.add("offline CPU " + cpu + " keeps " + count + " pages in its pagevecs");
            }
        }
        return violations;
    }
}
