package io.lockdep.sim.slab;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has to do with memory cgroups; {@code struct memcg_cache_params} of include/linux/slab.h, 5.3. A root cache
 * knows the caches that stand in for it, each of those knows its root cache and its cgroup.
 */
final class MemcgParams {

    private final @Nullable Memcg memcg;
    private final @Nullable KmemCache rootCache;

    /** {@code memcg_caches}: written under {@code slab_mutex}, read by anybody. */
    private final Map<Memcg, KmemCache> memcgCaches = new ConcurrentHashMap<>();

    /** Each slab and the cgroup being online holds one. */
    private final AtomicInteger refcnt = new AtomicInteger(1);

    private volatile boolean dying;
    private volatile boolean deactivated;

    private MemcgParams(@Nullable Memcg memcg, @Nullable KmemCache rootCache) {
        this.memcg = memcg;
        this.rootCache = rootCache;
    }

    static MemcgParams ofRootCache() {
        return new MemcgParams(null, null);
    }

    static MemcgParams of(Memcg memcg, KmemCache rootCache) {
        return new MemcgParams(memcg, rootCache);
    }

    @Nullable
    Memcg memcg() {
        return memcg;
    }

    /** Null for a root cache. */
    @Nullable
    KmemCache rootCache() {
        return rootCache;
    }

    Map<Memcg, KmemCache> memcgCaches() {
        return memcgCaches;
    }

    /** Whether the root cache is being destroyed. Guarded by {@code memcg_kmem_wq_lock} where it matters. */
    boolean isDying() {
        return dying;
    }

    void setDying() {
        dying = true;
    }

    /** {@code SLAB_DEACTIVATED}: the cgroup is gone. */
    boolean isDeactivated() {
        return deactivated;
    }

    void setDeactivated() {
        deactivated = true;
    }

    void get() {
        refcnt.incrementAndGet();
    }

    /** {@code percpu_ref_tryget}: false once the last one is gone. */
    boolean tryGet() {
        return refcnt.getAndUpdate(refs -> refs == 0 ? 0 : refs + 1) > 0;
    }

    /** {@code percpu_ref_put}: true for the last one. */
    boolean put() {
        return refcnt.decrementAndGet() == 0;
    }
}
