package io.lockdep.sim.slab;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;

/**
 * Which locks the operations on whole caches take, as kernels differ in it.
 *
 * @param hotplugLocks creating, destroying and shrinking take both hotplug locks (03afc0e25f7f, until 59450bbc12be, 5.12)
 * @param showTakesMems reading an attribute takes the memory hotplug lock (until e4f8e513c3d3)
 * @param shrinkTrylocks writing {@code shrink} only tries to get the hotplug locks (proposed in 2020, not merged)
 * @param shrinkTakesSlabMutex writing {@code shrink} takes {@code slab_mutex} inside these, to shrink the caches of cgroups
 *     too (04f768a39d55, 5.4 to 5.8)
 * @param storeTakesSlabMutex writing any attribute takes {@code slab_mutex}, to write it to the caches of cgroups too
 *     (107dab5c92d5, until 5.8)
 * @param memcgSharesCaches cgroups have no caches of their own (9855609bde03, 5.9)
 * @param flushWorks CPUs are flushed by works under {@code flush_lock}, not by interrupts (5a836bf6b09f, 5.15)
 * @param flushLockFirst with works: {@code flush_lock} is taken before the CPU hotplug lock (next-20210809)
 * @param unlinkOutsideMutex a destroyed cache leaves sysfs when no lock is held (until d50d82faa0c9, 4.18; again since
 *     0495e337b703, 6.0)
 */
record SlabPolicy(
        boolean hotplugLocks,
        boolean showTakesMems,
        boolean shrinkTrylocks,
        boolean shrinkTakesSlabMutex,
        boolean storeTakesSlabMutex,
        boolean memcgSharesCaches,
        boolean flushWorks,
        boolean flushLockFirst,
        boolean unlinkOutsideMutex) {

    /**
     * What a kernel does.
     *
     * @param flags its patches
     * @return the part that concerns caches
     */
    static SlabPolicy of(VariantFlags flags) {
        return new SlabPolicy(
                flags.has(Patch.SLAB_TAKES_HOTPLUG_LOCKS),
                flags.has(Patch.SLAB_SHOW_TAKES_MEMS),
                flags.has(Patch.SLAB_SHRINK_TRYLOCKS),
                flags.has(Patch.SLAB_SHRINK_TAKES_SLAB_MUTEX),
                flags.has(Patch.SLAB_STORE_TAKES_SLAB_MUTEX),
                flags.has(Patch.MEMCG_SHARES_CACHES),
                flags.has(Patch.SLAB_FLUSH_WORKS),
                flags.has(Patch.SLAB_FLUSH_LOCK_FIRST),
                flags.has(Patch.SLAB_UNLINK_OUTSIDE_MUTEX));
    }
}
