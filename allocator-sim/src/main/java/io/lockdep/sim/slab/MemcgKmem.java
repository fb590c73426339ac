package io.lockdep.sim.slab;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Caches of memory cgroups: made by a kworker when a cgroup first allocates, shut down by a kworker when the cgroup is
 * gone and its last slab too; mm/memcontrol.c and mm/slab_common.c, 5.3.
 *
 * <p>Departure: no wait for an RCU grace period between deactivation and what follows.
 */
public final class MemcgKmem {

    private static final String WORK_CLASS = "(work_completion)(&s->memcg_params.work)";

    /** Which cache stands in for which. */
    private record Key(Memcg memcg, KmemCache root) {}

    private final SlabCaches caches;
    private final Slub slub;
    private final Workqueues workqueues;
    private final Workqueue memcgKmemCacheWq;
    private final Map<Key, KmemCache> children = new ConcurrentHashMap<>();
    private final Map<Key, Work> creating = new ConcurrentHashMap<>();

    /**
     * Makes the accounting without cgroups.
     *
     * @param caches the list of caches
     * @param slub allocates objects
     * @param workqueues what runs the works
     */
    public MemcgKmem(SlabCaches caches, Slub slub, Workqueues workqueues) {
        this.caches = caches;
        this.slub = slub;
        this.workqueues = workqueues;
        memcgKmemCacheWq = workqueues.allocWorkqueue("memcg_kmem_cache", Workqueue.Kind.ORDINARY);
        slub.onLastMemcgRefPut(this::kmemcgCacheShutdown);
    }

    /**
     * Allocates on account of a cgroup. Its first allocation from a cache has a kworker make the cgroup's own cache and is
     * served by the root cache meanwhile ({@code memcg_kmem_get_cache}).
     *
     * @param memcg a cgroup that is online
     * @param root a root cache
     * @param gfp what may be done for it
     * @return the object, or null if there is no memory
     */
    public @Nullable SlabObject kmemCacheAlloc(Memcg memcg, KmemCache root, Gfp gfp) {
        Key key = new Key(memcg, root);
        KmemCache child = children.get(key);
        // The reference keeps the cache from being shut down when the cgroup goes away just now (percpu_ref_tryget).
        if (child != null && child.tryGetMemcgRef()) {
            try {
                return slub.kmemCacheAlloc(child, gfp);
            } finally {
                slub.putMemcgRef(child);
            }
        }
        scheduleKmemCacheCreate(key);
        return slub.kmemCacheAlloc(root, gfp);
    }

    /**
     * Takes a cgroup away ({@code memcg_offline_kmem}): a kworker shrinks its caches, and once they have no slab left
     * another work shuts them down. Nobody may allocate for the cgroup any more.
     *
     * @param memcg a cgroup that is online
     */
    public void memcgOfflineKmem(Memcg memcg) {
        memcg.setOffline();
        children.forEach((key, child) -> {
            if (key.memcg().equals(memcg)) {
                deactivate(key, child);
            }
        });
    }

    /**
     * The cache of a cgroup.
     *
     * @param memcg the cgroup
     * @param root the root cache
     * @return null before it is made and after the cgroup is gone
     */
    public @Nullable KmemCache cacheOf(Memcg memcg, KmemCache root) {
        return children.get(new Key(memcg, root));
    }

    /** {@code memcg_schedule_kmem_cache_create}; one work per cgroup and cache. */
    private void scheduleKmemCacheCreate(Key key) {
        Work work = Work.named("(work_completion)(&cw->work)", () -> memcgKmemCacheCreateFunc(key));
        if (!key.memcg().isOffline() && creating.putIfAbsent(key, work) == null) {
            queue(work);
        }
    }

    private void memcgKmemCacheCreateFunc(Key key) {
        KmemCache child = caches.memcgCreateKmemCache(key.memcg(), key.root());
        if (child != null) {
            children.put(key, child);
            if (key.memcg().isOffline()) {
                deactivate(key, child);
            }
        }
        creating.remove(key);
    }

    private void deactivate(Key key, KmemCache child) {
        if (children.remove(key, child)) {
            queue(Work.named(WORK_CLASS, () -> caches.kmemcgCacheDeactivate(child)));
        }
    }

    /** {@code kmemcg_cache_shutdown}: the last reference is gone. */
    private void kmemcgCacheShutdown(KmemCache cache) {
        queue(Work.named(WORK_CLASS, () -> caches.kmemcgCacheShutdown(cache)));
    }

    private void queue(Work work) {
        workqueues.queueWorkOn(Task.current().cpu(), memcgKmemCacheWq, work);
    }
}
