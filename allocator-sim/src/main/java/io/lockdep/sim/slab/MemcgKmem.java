package io.lockdep.sim.slab;

import io.lockdep.sim.memory.Gfp;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Kernel memory on account of a cgroup; {@code memcg_kmem_get_cache}, {@code memcg_schedule_kmem_cache_create} and
 * {@code memcg_offline_kmem} of mm/memcontrol.c, 5.3.
 *
 * <p>A cgroup gets a cache of its own for each cache that it uses, made by a kworker when it first allocates, and shut
 * down by a kworker when the cgroup is gone and the last slab too. Since 5.9 it uses the root caches.
 */
public final class MemcgKmem {

    /** What a work makes. */
    private record Key(Memcg memcg, KmemCache root) {}

    private final MemcgCaches caches;
    private final Slub slub;

    /** One work per cgroup and cache at a time. */
    private final Set<Key> creating = ConcurrentHashMap.newKeySet();

    MemcgKmem(MemcgCaches caches, Slub slub) {
        this.caches = caches;
        this.slub = slub;
    }

    /**
     * Allocates on account of a cgroup. Its first allocation from a cache has a kworker make the cgroup's own cache and is
     * served by the root cache meanwhile.
     *
     * @param memcg a cgroup that is online
     * @param root a root cache
     * @param gfp what may be done for it
     * @return the object, or null if there is no memory
     */
    public @Nullable SlabObject kmemCacheAlloc(Memcg memcg, KmemCache root, Gfp gfp) {
        if (caches.areAbolished()) {
            return slub.kmemCacheAlloc(root, gfp);
        }
        KmemCache child = cacheOf(memcg, root);
        // The reference keeps the cache from being shut down when the cgroup goes away just now (percpu_ref_tryget).
        if (child != null && child.memcgParams().tryGet()) {
            try {
                return slub.kmemCacheAlloc(child, gfp);
            } finally {
                slub.putMemcgRef(child);
            }
        }
        scheduleKmemCacheCreate(new Key(memcg, root));
        return slub.kmemCacheAlloc(root, gfp);
    }

    /**
     * Takes a cgroup away: its caches are deactivated, a kworker shrinks them, and once they have no slab left another
     * work shuts them down. Nobody may allocate for the cgroup any more.
     *
     * @param memcg a cgroup that is online
     */
    public void memcgOfflineKmem(Memcg memcg) {
        memcg.setOffline();
        if (!caches.areAbolished()) {
            caches.memcgDeactivateKmemCaches(memcg);
        }
    }

    /**
     * The cache of a cgroup.
     *
     * @param memcg the cgroup
     * @param root the root cache
     * @return null before it is made and after the cgroup is gone
     */
    public @Nullable KmemCache cacheOf(Memcg memcg, KmemCache root) {
        return root.memcgParams().memcgCaches().get(memcg);
    }

    private void scheduleKmemCacheCreate(Key key) {
        if (!key.memcg().isOffline() && creating.add(key)) {
            caches.queue("(work_completion)(&cw->work)", () -> memcgKmemCacheCreateFunc(key));
        }
    }

    private void memcgKmemCacheCreateFunc(Key key) {
        caches.memcgCreateKmemCache(key.memcg(), key.root());
        creating.remove(key);
    }
}
