package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Errno;

/**
 * Gives back the empty slabs of caches; {@code kmem_cache_shrink} and {@code kmem_cache_shrink_all} of mm/slab_common.c,
 * 5.4, and {@code shrink_store} of mm/slub.c.
 */
final class SlabShrink {

    private final SlabPolicy policy;
    private final HotplugLocks locks;
    private final FlushAll flush;
    private final Slub slub;
    private final CacheList list;

    SlabShrink(SlabPolicy policy, HotplugLocks locks, FlushAll flush, Slub slub, CacheList list) {
        this.policy = policy;
        this.locks = locks;
        this.flush = flush;
        this.slub = slub;
        this.list = list;
    }

    /** Returns how many slabs are left. */
    int kmemCacheShrink(KmemCache cache) {
        if (policy.hotplugLocks()) {
            return locks.under(() -> shrinkCpusLocked(cache));
        }
        flush.flushAll(cache);
        return slub.doShrink(cache);
    }

    /** {@code shrink_store}; 0 or an error. Called with the active reference of the file {@code shrink}. */
    int shrinkStore(KmemCache cache) {
        if (policy.shrinkTrylocks()) {
            return locks.tryUnder(() -> shrinkAllCpusLocked(cache), Errno.EBUSY);
        }
        if (policy.shrinkTakesSlabMutex() && cache.isRootCache()) {
            return locks.under(() -> shrinkAllCpusLocked(cache));
        }
        kmemCacheShrink(cache);
        return 0;
    }

    /** {@code __kmem_cache_shrink}, for who keeps CPUs from coming and going. Returns how many slabs are left. */
    int shrinkCpusLocked(KmemCache cache) {
        flush.flushAllCpusLocked(cache);
        return slub.doShrink(cache);
    }

    /** {@code kmem_cache_shrink_all} with its locks taken. */
    private int shrinkAllCpusLocked(KmemCache cache) {
        shrinkCpusLocked(cache);
        if (policy.shrinkTakesSlabMutex()) {
            list.underSlabMutex(() -> list.childrenOf(cache).stream()
                    .filter(child -> !child.memcgParams().isDeactivated())
                    .forEach(this::shrinkCpusLocked));
        }
        return 0;
    }
}
