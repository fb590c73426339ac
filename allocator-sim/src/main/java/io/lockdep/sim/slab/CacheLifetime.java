package io.lockdep.sim.slab;

import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.percpu.PercpuPtr;
import io.lockdep.sim.trace.Tracepoints;
import org.jspecify.annotations.Nullable;

/**
 * Makes a cache and unmakes it; {@code create_cache}, {@code shutdown_cache} and {@code slab_kmem_cache_release} of
 * mm/slab_common.c, 5.3.
 *
 * <p>A cache leaves sysfs when it is shut down, under {@code slab_mutex}, and that waits for the users of its files:
 * <b>this is where the bugs of scenarios S2 and S2b close</b>. Until 4.17 and again since 6.0 (0495e337b703) it leaves when
 * no lock is held.
 */
final class CacheLifetime {

    /** {@code sizeof(struct kmem_cache_cpu)} and its alignment. */
    private static final int CPU_STRUCT_SIZE = 32;

    private static final int CPU_STRUCT_ALIGN = 16;

    private final SlabPolicy policy;
    private final int possibleCpus;
    private final PercpuAllocator percpu;
    private final Slub slub;
    private final FlushAll flush;
    private final SlabSysfs sysfs;
    private final CacheList list;
    private final Tracepoints trace;

    CacheLifetime(
            SlabPolicy policy,
            int possibleCpus,
            PercpuAllocator percpu,
            Slub slub,
            FlushAll flush,
            SlabSysfs sysfs,
            CacheList list,
            Tracepoints trace) {
        this.policy = policy;
        this.possibleCpus = possibleCpus;
        this.percpu = percpu;
        this.slub = slub;
        this.flush = flush;
        this.sysfs = sysfs;
        this.list = list;
        this.trace = trace;
    }

    /** {@code create_cache}. Caller holds {@code slab_mutex}; null if there is no memory. */
    @Nullable
    KmemCache createCache(String name, int objectSize, MemcgParams memcgParams) {
        PercpuPtr space = percpu.allocPercpu(CPU_STRUCT_SIZE, CPU_STRUCT_ALIGN);
        if (space == null) {
            return null;
        }
        KmemCache cache = new KmemCache(name, objectSize, possibleCpus, space, memcgParams);
        try {
            sysfs.add(cache);
        } catch (IllegalStateException duplicate) {
            percpu.freePercpu(space);
            throw duplicate;
        }
        list.add(cache);
        trace.emit("kmem_cache_create", name, objectSize);
        return cache;
    }

    /** {@code shutdown_cache}. Caller holds {@code slab_mutex}; false if the cache still has objects. */
    boolean shutdownCache(KmemCache cache) {
        flush.flushAllCpusLocked(cache);
        if (slub.doShrink(cache) > 0) {
            return false;
        }
        list.remove(cache);
        cache.setShutDown();
        if (!policy.unlinkOutsideMutex()) {
            sysfs.unlink(cache);
        }
        return true;
    }

    /** {@code slab_kmem_cache_release}, of a cache that was shut down. Caller holds nothing. */
    void release(KmemCache cache) {
        if (policy.unlinkOutsideMutex()) {
            sysfs.unlink(cache);
        }
        percpu.freePercpu(cache.cpuSlabSpace());
        list.noteDestroyed(cache);
        trace.emit("kmem_cache_destroy", cache.name(), cache.objectSize());
    }
}
