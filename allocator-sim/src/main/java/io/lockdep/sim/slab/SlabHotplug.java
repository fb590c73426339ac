package io.lockdep.sim.slab;

import io.lockdep.sim.memoryhotplug.MemoryAction;

/**
 * What slab does when CPUs and memory go away: {@code slub_cpu_dead} and {@code slab_memory_callback} of mm/slub.c, 5.3.
 *
 * <p>Both take {@code slab_mutex} under a hotplug lock that is held by who takes the CPU or the memory away.
 */
public final class SlabHotplug {

    private final CacheList list;
    private final Slub slub;
    private final SlabShrink shrink;

    SlabHotplug(CacheList list, Slub slub, SlabShrink shrink) {
        this.list = list;
        this.slub = slub;
        this.shrink = shrink;
    }

    /**
     * Flushes what a dead CPU had (state SLUB_DEAD).
     *
     * @param cpu one that is offline
     */
    public void slubCpuDead(int cpu) {
        list.underSlabMutex(() -> list.caches().forEach(cache -> slub.flushCpuSlab(cache, cpu)));
    }

    /**
     * What is done when memory comes or goes. Caller holds {@code mem_hotplug_lock} as the writer and, where the kernel
     * does, the CPU hotplug lock. Departure: the node never comes or goes, so only memory that is going away matters.
     *
     * @param action what happens
     */
    public void slabMemoryCallback(MemoryAction action) {
        if (action == MemoryAction.GOING_OFFLINE) {
            slabMemGoingOfflineCallback();
        }
    }

    private void slabMemGoingOfflineCallback() {
        list.underSlabMutex(() -> list.caches().forEach(shrink::shrinkCpusLocked));
    }
}
