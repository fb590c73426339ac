package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Zone;

/**
 * Somebody who needs all CPUs and all memory to stay as they are, and asks for both in the order that slab caches do
 * ({@code kmem_cache_create} of mm/slab_common.c, 4.12).
 */
final class MaskReader {

    private MaskReader() {}

    /** Counts what a cache would be made for. */
    static String countCpusAndZones(SimKernel kernel) {
        kernel.hotplugLock().getOnlineCpus();
        try {
            kernel.memHotplugLock().getOnlineMems();
            try {
                long populated = kernel.zones().stream()
                        .mapToInt(Zone::presentPages)
                        .filter(pages -> pages > 0)
                        .count();
                return "online CPUs: " + kernel.cpus().onlineCount() + ", zones with memory: " + populated;
            } finally {
                kernel.memHotplugLock().putOnlineMems();
            }
        } finally {
            kernel.hotplugLock().putOnlineCpus();
        }
    }
}
