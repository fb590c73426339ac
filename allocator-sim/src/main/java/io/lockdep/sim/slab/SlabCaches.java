package io.lockdep.sim.slab;

import io.lockdep.Lockdep;
import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.memoryhotplug.MemHotplugLock;
import io.lockdep.sim.memoryhotplug.MemoryAction;
import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.percpu.PercpuPtr;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The list of caches and what is done to whole caches; mm/slab_common.c, 5.3, and the callbacks of mm/slub.c for CPUs and
 * memory that go away. <b>This is where the bugs of scenarios S2, S2b and S2c meet.</b>
 *
 * <p>{@code slab_mutex} guards the list; it is a monitor here. Around it, until 5.12, are the hotplug locks, CPUs before
 * memory; under it are {@code kernfs_mutex}, the wait for users of a cache's files, {@code pcpu_alloc_mutex} and, from
 * 5.15 on, {@code flush_lock}. What of that applies is up to {@link SlabPolicy}.
 */
public final class SlabCaches {

    /** {@code sizeof(struct kmem_cache_cpu)} and its alignment. */
    private static final int CPU_STRUCT_SIZE = 32;

    private static final int CPU_STRUCT_ALIGN = 16;

    private final SlabPolicy policy;
    private final Cpus cpus;
    private final PercpuAllocator percpu;
    private final Tracepoints trace;
    private final HotplugLocks locks;
    private final Slub slub;
    private final FlushAll flush;
    private final SlabSysfs sysfs;
    private final Object slabMutex = Lockdep.name(new Object(), "slab_mutex");

    /** {@code slab_caches}; guarded by {@link #slabMutex}. */
    private final List<KmemCache> list = new ArrayList<>();

    /** Caches that are no more, for the invariant check. */
    private final Queue<KmemCache> destroyed = new ConcurrentLinkedQueue<>();

    /**
     * Makes an empty list ({@code kmem_cache_init}, {@code slab_sysfs_init}).
     *
     * @param policy which locks are taken
     * @param cpus who owns slabs
     * @param hotplugLock keeps CPUs
     * @param memHotplugLock keeps memory
     * @param percpu where a cache's per-CPU structure comes from
     * @param slub allocates objects and slabs
     * @param kernfs where caches have files
     * @param workqueues what runs the works
     * @param trace where creation and destruction are noted
     */
    public SlabCaches(
            SlabPolicy policy,
            Cpus cpus,
            CpuHotplugLock hotplugLock,
            MemHotplugLock memHotplugLock,
            PercpuAllocator percpu,
            Slub slub,
            Kernfs kernfs,
            Workqueues workqueues,
            Tracepoints trace) {
        this.policy = policy;
        this.cpus = cpus;
        this.percpu = percpu;
        this.slub = slub;
        this.trace = trace;
        locks = new HotplugLocks(hotplugLock, memHotplugLock);
        flush = new FlushAll(policy, cpus, locks, slub, workqueues);
        sysfs = new SlabSysfs(policy, kernfs, locks, this::shrinkStore);
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
        return underHotplugLocks(() -> {
                    synchronized (slabMutex) {
                        KmemCache alias = mergeable ? findMergeable(objectSize) : null;
                        if (alias != null) {
                            alias.addUsers(1);
                            sysfs.alias(alias, name);
                            return Optional.of(alias);
                        }
                        return createCache(name, objectSize, null);
                    }
                })
                .orElse(null);
    }

    /**
     * Takes a user off a cache and destroys it with the last one ({@code kmem_cache_destroy}).
     *
     * @param cache what {@link #kmemCacheCreate} returned
     * @return false if it still has objects and therefore stays
     */
    public boolean kmemCacheDestroy(KmemCache cache) {
        List<KmemCache> gone = underLocksOfDestroy(() -> {
            synchronized (slabMutex) {
                return cache.addUsers(-1) == 0 ? shutdownWithChildren(cache) : List.<KmemCache>of();
            }
        });
        gone.forEach(this::release);
        return gone.contains(cache);
    }

    /**
     * Gives back the empty slabs of a cache ({@code kmem_cache_shrink}).
     *
     * @param cache one that exists
     */
    public void kmemCacheShrink(KmemCache cache) {
        underHotplugLocks(() -> shrink(cache));
    }

    /**
     * Flushes what a dead CPU had ({@code slub_cpu_dead}, state SLUB_DEAD).
     *
     * @param cpu one that is offline
     */
    public void slubCpuDead(int cpu) {
        synchronized (slabMutex) {
            list.forEach(cache -> slub.flushCpuSlab(cache, cpu));
        }
    }

    /**
     * What is done when memory comes or goes ({@code slab_memory_callback}). Caller holds {@code mem_hotplug_lock} as
     * writer and, where the kernel does, the CPU hotplug lock. Departure: the node never comes or goes, so only memory
     * that is going away matters.
     *
     * @param action what happens
     * @return true, it never refuses
     */
    public boolean slabMemoryCallback(MemoryAction action) {
        if (action == MemoryAction.GOING_OFFLINE) {
            slabMemGoingOfflineCallback();
        }
        return true;
    }

    private void slabMemGoingOfflineCallback() {
        synchronized (slabMutex) {
            for (KmemCache cache : list) {
                flush.flushAllCpusLocked(cache);
                slub.doShrink(cache);
            }
        }
    }

    /**
     * The caches there are.
     *
     * @return a snapshot, oldest first
     */
    public List<KmemCache> caches() {
        synchronized (slabMutex) {
            return List.copyOf(list);
        }
    }

    /**
     * The caches that were destroyed.
     *
     * @return all of them
     */
    public List<KmemCache> destroyed() {
        return List.copyOf(destroyed);
    }

    /** {@code memcg_create_kmem_cache}; null if there is no memory, or nothing to be made. */
    @Nullable
    KmemCache memcgCreateKmemCache(Memcg memcg, KmemCache root) {
        return underHotplugLocks(() -> {
                    synchronized (slabMutex) {
                        MemcgParams params = new MemcgParams(memcg, root);
                        // Several works can have been queued for one cache.
                        boolean exists = list.stream().anyMatch(child -> params.equals(child.memcgParams()));
                        if (exists || memcg.isOffline() || root.isShutDown()) {
                            return Optional.<KmemCache>empty();
                        }
                        return createCache(memcg.cacheName(root), root.objectSize(), params);
                    }
                })
                .orElse(null);
    }

    /** {@code kmemcg_cache_deactivate_after_rcu}, as {@code kmemcg_workfn} calls it. */
    void kmemcgCacheDeactivate(KmemCache cache) {
        underLocksOfDestroy(() -> {
            synchronized (slabMutex) {
                cache.keepNothing();
                flush.flushAllCpusLocked(cache);
                return slub.doShrink(cache);
            }
        });
        slub.putMemcgRef(cache);
    }

    /** {@code kmemcg_cache_shutdown_fn}, as {@code kmemcg_workfn} calls it. */
    void kmemcgCacheShutdown(KmemCache cache) {
        boolean gone = underLocksOfDestroy(() -> {
            synchronized (slabMutex) {
                return !cache.isShutDown() && shutdownCache(cache);
            }
        });
        if (gone) {
            release(cache);
        }
    }

    /** {@code shrink_store}; 0 or an error. Called with the active reference of the file {@code shrink}. */
    private int shrinkStore(KmemCache cache) {
        if (policy.shrinkTrylocks()) {
            return locks.tryUnder(() -> shrinkFromStore(cache), Errno.EBUSY);
        }
        return underHotplugLocks(() -> shrinkFromStore(cache));
    }

    /** {@code kmem_cache_shrink_all}. */
    private int shrinkFromStore(KmemCache cache) {
        shrink(cache);
        if (policy.shrinkTakesSlabMutex()) {
            synchronized (slabMutex) {
                list.stream().filter(child -> isChildOf(child, cache)).forEach(this::shrink);
            }
        }
        return 0;
    }

    /** {@code __kmem_cache_shrink}. */
    private int shrink(KmemCache cache) {
        flush.flushAll(cache);
        return slub.doShrink(cache);
    }

    private static boolean isChildOf(KmemCache cache, KmemCache root) {
        MemcgParams params = cache.memcgParams();
        return params != null && params.rootCache() == root;
    }

    private @Nullable KmemCache findMergeable(int objectSize) {
        for (KmemCache cache : list) {
            if (cache.isRootCache() && cache.size() == SlabSizes.aligned(objectSize)) {
                return cache;
            }
        }
        return null;
    }

    /** {@code create_cache}. Caller holds {@code slab_mutex}. */
    private Optional<KmemCache> createCache(String name, int objectSize, @Nullable MemcgParams memcgParams) {
        PercpuPtr space = percpu.allocPercpu(CPU_STRUCT_SIZE, CPU_STRUCT_ALIGN);
        if (space == null) {
            return Optional.empty();
        }
        KmemCache cache = new KmemCache(name, objectSize, cpus.possible(), space, memcgParams);
        try {
            sysfs.add(cache);
        } catch (IllegalStateException duplicate) {
            percpu.freePercpu(space);
            throw duplicate;
        }
        list.add(cache);
        trace.emit("kmem_cache_create", name, objectSize);
        return Optional.of(cache);
    }

    /** {@code shutdown_memcg_caches}, then the cache itself, unless somebody has objects; returns those shut down. */
    private List<KmemCache> shutdownWithChildren(KmemCache cache) {
        List<KmemCache> gone = new ArrayList<>();
        for (KmemCache child : List.copyOf(list)) {
            if (isChildOf(child, cache) && shutdownCache(child)) {
                gone.add(child);
            }
        }
        boolean busy = list.stream().anyMatch(child -> isChildOf(child, cache));
        if (!busy && shutdownCache(cache)) {
            gone.add(cache);
        } else {
            cache.addUsers(1);
        }
        return gone;
    }

    /** {@code shutdown_cache}. Caller holds {@code slab_mutex}; false if the cache still has objects. */
    private boolean shutdownCache(KmemCache cache) {
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

    /** {@code slab_kmem_cache_release}. */
    private void release(KmemCache cache) {
        if (policy.unlinkOutsideMutex()) {
            sysfs.unlink(cache);
        }
        percpu.freePercpu(cache.cpuSlabSpace());
        destroyed.add(cache);
        trace.emit("kmem_cache_destroy", cache.name(), cache.objectSize());
    }

    private <T> T underHotplugLocks(Supplier<T> body) {
        return policy.hotplugLocks() ? locks.under(body) : body.get();
    }

    /** Destroying flushes CPUs under {@code slab_mutex}, so with works it takes the CPU hotplug lock before. */
    private <T> T underLocksOfDestroy(Supplier<T> body) {
        if (policy.hotplugLocks()) {
            return locks.under(body);
        }
        return policy.flushWorks() && !policy.flushLockFirst() ? locks.underCpus(body) : body.get();
    }
}
