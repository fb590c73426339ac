package io.lockdep.sim.slab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates, shrinks and destroys caches; mm/slab_common.c, 5.3.
 *
 * <p>{@code slab_mutex} guards the list of caches. Around it, until 5.12, are the hotplug locks, CPUs before memory; under
 * it are {@code kernfs_mutex}, the wait for users of a cache's files, {@code pcpu_alloc_mutex} and, from 5.15 on,
 * {@code flush_lock}. What of that applies is up to {@link SlabPolicy}.
 */
public final class SlabCaches {

    private final HotplugLocks locks;
    private final CacheList list;
    private final CacheLifetime lifetime;
    private final SlabSysfs sysfs;
    private final SlabShrink shrink;
    private final MemcgCaches memcgCaches;

    SlabCaches(
            HotplugLocks locks,
            CacheList list,
            CacheLifetime lifetime,
            SlabSysfs sysfs,
            SlabShrink shrink,
            MemcgCaches memcgCaches) {
        this.locks = locks;
        this.list = list;
        this.lifetime = lifetime;
        this.sysfs = sysfs;
        this.shrink = shrink;
        this.memcgCaches = memcgCaches;
    }

    /**
     * Creates a cache, or gives another user to one of the same size ({@code kmem_cache_create}).
     *
     * @param name a name that is free
     * @param objectSize bytes
     * @param mergeable whether another cache may do instead ({@code SLAB_NEVER_MERGE})
     * @return the cache, or null if there is no memory
     */
    public @Nullable KmemCache kmemCacheCreate(String name, int objectSize, boolean mergeable) {
        return locks.aroundCreate(() -> list.underSlabMutex(() -> {
                    KmemCache alias = mergeable ? findMergeable(objectSize) : null;
                    if (alias == null) {
                        return Optional.ofNullable(lifetime.createCache(name, objectSize, MemcgParams.ofRootCache()));
                    }
                    alias.addAlias(objectSize);
                    sysfs.alias(alias, name);
                    return Optional.of(alias);
                }))
                .orElse(null);
    }

    /**
     * Takes a user off a cache and destroys it with the last one ({@code kmem_cache_destroy}). Departure: a cache that
     * still has objects keeps its user, so that destroying can be tried again; in the kernel it is lost.
     *
     * @param cache what {@link #kmemCacheCreate} returned
     * @return false if it has other users or objects and therefore stays
     */
    public boolean kmemCacheDestroy(KmemCache cache) {
        memcgCaches.flushMemcgWorkqueue(cache);
        List<KmemCache> gone = locks.aroundDestroy(() -> list.underSlabMutex(
                () -> cache.addUsers(-1) == 0 ? shutdownWithChildren(cache) : List.<KmemCache>of()));
        gone.forEach(lifetime::release);
        return gone.contains(cache);
    }

    /**
     * Gives back the empty slabs of a cache ({@code kmem_cache_shrink}).
     *
     * @param cache one that exists
     */
    public void kmemCacheShrink(KmemCache cache) {
        shrink.kmemCacheShrink(cache);
    }

    /**
     * The caches there are.
     *
     * @return a snapshot, oldest first
     */
    public List<KmemCache> caches() {
        return list.underSlabMutex(list::caches);
    }

    /**
     * The caches that were destroyed.
     *
     * @return all of them
     */
    public List<KmemCache> destroyed() {
        return list.destroyed();
    }

    /** {@code find_mergeable}. */
    private @Nullable KmemCache findMergeable(int objectSize) {
        for (KmemCache cache : list.caches()) {
            if (cache.isRootCache() && cache.size() == SlabSizes.aligned(objectSize)) {
                return cache;
            }
        }
        return null;
    }

    /** {@code shutdown_memcg_caches}, then the cache itself, unless somebody has objects; returns those shut down. */
    private List<KmemCache> shutdownWithChildren(KmemCache cache) {
        List<KmemCache> gone = new ArrayList<>();
        for (KmemCache child : list.childrenOf(cache)) {
            if (lifetime.shutdownCache(child)) {
                gone.add(child);
            }
        }
        if (list.childrenOf(cache).isEmpty() && lifetime.shutdownCache(cache)) {
            gone.add(cache);
        } else {
            cache.addUsers(1);
        }
        return gone;
    }
}
