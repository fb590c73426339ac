package io.lockdep.sim.slab;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Workqueues;

/**
 * What slab is made of, put together at boot ({@code kmem_cache_init}, {@code slab_sysfs_init}).
 *
 * @param flags the kernel's patches
 * @param cpus who owns slabs
 * @param pages where slabs come from
 * @param percpu where a cache's per-CPU structure comes from
 * @param hotplugLock keeps CPUs
 * @param memHotplugLock keeps memory
 * @param sysfs where caches have files
 * @param workqueues what runs the works
 * @param trace where creation and destruction are noted
 */
public record SlabBoot(
        VariantFlags flags,
        Cpus cpus,
        PageAllocator pages,
        PercpuAllocator percpu,
        CpuHotplugLock hotplugLock,
        MemHotplugLock memHotplugLock,
        Kernfs sysfs,
        Workqueues workqueues,
        Tracepoints trace) {

    /**
     * Puts it together.
     *
     * @return slab without caches
     */
    public SlabAllocator boot() {
        SlabPolicy policy = SlabPolicy.of(flags);
        HotplugLocks locks = new HotplugLocks(policy, hotplugLock, memHotplugLock);
        CacheList list = new CacheList();
        Slub slub = new Slub(cpus, new CpuSlabs(cpus, new SlabPages(pages)));
        FlushAll flush = new FlushAll(policy, cpus, locks, slub, workqueues);
        SlabShrink shrink = new SlabShrink(policy, locks, flush, slub, list);
        SlabAttributes attributes = new SlabAttributes(policy, locks, shrink, flush);
        SlabSysfs slabSysfs = new SlabSysfs(policy, sysfs, list, attributes.all());
        CacheLifetime lifetime =
                new CacheLifetime(policy, cpus.possible(), percpu, slub, flush, slabSysfs, list, trace);
        MemcgCaches memcgCaches = new MemcgCaches(policy, locks, list, lifetime, shrink, slub, workqueues);
        return new SlabAllocator(
                slub,
                new SlabCaches(locks, list, lifetime, slabSysfs, shrink, memcgCaches),
                new MemcgKmem(memcgCaches, slub),
                new SlabHotplug(list, slub, shrink));
    }
}
