package io.lockdep.sim.slab;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The caches of memory cgroups: {@code memcg_create_kmem_cache}, {@code memcg_deactivate_kmem_caches} and
 * {@code kmemcg_workfn} of mm/slab_common.c, 5.3. In 5.9 they were abolished (9855609bde03).
 *
 * <p>All of it happens under {@code slab_mutex} and what is held around it, most of it on kworkers: they are actors K1 and
 * K2 of scenarios S2 and S2b.
 *
 * <p>Departure: no wait for an RCU grace period between deactivation and what follows.
 */
final class MemcgCaches {

    private static final String WORK_CLASS = "(work_completion)(&s->memcg_params.work)";

    private final SlabPolicy policy;
    private final HotplugLocks locks;
    private final CacheList list;
    private final CacheLifetime lifetime;
    private final SlabShrink shrink;
    private final Slub slub;
    private final Workqueues workqueues;
    private final Workqueue memcgKmemCacheWq;

    /** Keeps a work from being queued for a root cache that is dying. */
    private final ReentrantLock memcgKmemWqLock = Lockdep.name(new ReentrantLock(), "memcg_kmem_wq_lock");

    /** Works that are queued or running, for who flushes the workqueue. */
    private final Set<Work> inFlight = ConcurrentHashMap.newKeySet();

    /** A work that is forgotten when it is done. */
    private final class WorkInFlight {

        private final Work work;
        private final Runnable body;

        WorkInFlight(String lockClass, Runnable body) {
            this.body = body;
            work = Work.named(lockClass, this::run);
        }

        private void run() {
            try {
                body.run();
            } finally {
                inFlight.remove(work);
            }
        }
    }

    MemcgCaches(
            SlabPolicy policy,
            HotplugLocks locks,
            CacheList list,
            CacheLifetime lifetime,
            SlabShrink shrink,
            Slub slub,
            Workqueues workqueues) {
        this.policy = policy;
        this.locks = locks;
        this.list = list;
        this.lifetime = lifetime;
        this.shrink = shrink;
        this.slub = slub;
        this.workqueues = workqueues;
        memcgKmemCacheWq = workqueues.allocWorkqueue("memcg_kmem_cache", Workqueue.Kind.ORDINARY);
        slub.onLastMemcgRefPut(this::kmemcgCacheShutdown);
    }

    /** Whether cgroups have no caches of their own. */
    boolean areAbolished() {
        return policy.memcgSharesCaches();
    }

    /** {@code memcg_create_kmem_cache}; makes nothing if there is no memory or the cgroup or its cache is gone. */
    void memcgCreateKmemCache(Memcg memcg, KmemCache root) {
        locks.aroundCreate(() -> list.underSlabMutex(() -> {
            MemcgParams params = root.memcgParams();
            // Several works can have been queued for one cache.
            boolean wanted = !memcg.isOffline() && !root.isShutDown() && !params.isDying();
            if (wanted && !params.memcgCaches().containsKey(memcg)) {
                KmemCache child =
                        lifetime.createCache(memcg.cacheName(root), root.objectSize(), MemcgParams.of(memcg, root));
                if (child != null) {
                    params.memcgCaches().put(memcg, child);
                }
            }
            return root;
        }));
    }

    /** {@code memcg_deactivate_kmem_caches}: the cgroup is offline. */
    void memcgDeactivateKmemCaches(Memcg memcg) {
        locks.aroundDestroy(() -> list.underSlabMutex(() -> {
            for (KmemCache root : list.caches()) {
                KmemCache child = root.memcgParams().memcgCaches().remove(memcg);
                if (child != null) {
                    kmemcgCacheDeactivate(root, child);
                }
            }
            return memcg;
        }));
    }

    /** {@code flush_memcg_workqueue}: who destroys a root cache waits for what is done to its cgroups' caches. */
    void flushMemcgWorkqueue(KmemCache root) {
        if (!policy.memcgSharesCaches() && list.underSlabMutex(() -> root.addUsers(0) == 1)) {
            memcgKmemWqLock.lock();
            try {
                root.memcgParams().setDying();
            } finally {
                memcgKmemWqLock.unlock();
            }
            inFlight.forEach(workqueues::flushWork);
        }
    }

    /** Queues a work on {@code memcg_kmem_cache_wq}. */
    void queue(String lockClass, Runnable body) {
        Work work = new WorkInFlight(lockClass, body).work;
        inFlight.add(work);
        workqueues.queueWorkOn(Task.current().cpu(), memcgKmemCacheWq, work);
    }

    /** {@code kmemcg_cache_deactivate}. Caller holds {@code slab_mutex}. */
    private void kmemcgCacheDeactivate(KmemCache root, KmemCache child) {
        child.keepNothing();
        child.memcgParams().setDeactivated();
        queueUnlessDying(root, () -> kmemcgCacheDeactivateAfterRcu(child));
    }

    private void kmemcgCacheDeactivateAfterRcu(KmemCache child) {
        locks.aroundDestroy(() -> list.underSlabMutex(() -> child.isShutDown() ? 0 : shrink.shrinkCpusLocked(child)));
        slub.putMemcgRef(child);
    }

    /** {@code kmemcg_cache_shutdown}: the last reference is gone. Must not sleep. */
    private void kmemcgCacheShutdown(KmemCache child) {
        KmemCache root = child.memcgParams().rootCache();
        if (root != null) {
            queueUnlessDying(root, () -> kmemcgCacheShutdownFn(child));
        }
    }

    private void kmemcgCacheShutdownFn(KmemCache child) {
        boolean gone = locks.aroundDestroy(
                () -> list.underSlabMutex(() -> !child.isShutDown() && lifetime.shutdownCache(child)));
        if (gone) {
            lifetime.release(child);
        }
    }

    private void queueUnlessDying(KmemCache root, Runnable body) {
        memcgKmemWqLock.lock();
        try {
            if (!root.memcgParams().isDying()) {
                queue(WORK_CLASS, body);
            }
        } finally {
            memcgKmemWqLock.unlock();
        }
    }
}
