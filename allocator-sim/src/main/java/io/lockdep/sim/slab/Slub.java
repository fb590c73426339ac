package io.lockdep.sim.slab;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.sched.Cpus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Allocates and frees objects; {@code slab_alloc}, {@code __slab_free} and what they need of mm/slub.c, 5.3.
 *
 * <p>A CPU takes objects from its active slab, then from its partial ones, then takes a slab off the node's list under
 * {@code n->list_lock}, then asks the page allocator, with interrupts enabled. Freeing is one compare-and-set unless
 * the slab was full or becomes empty.
 *
 * <p>Departure: no debugging, no freelist of the CPU beside that of its active slab.
 */
public final class Slub {

    private final Cpus cpus;
    private final PageAllocator pages;
    private volatile Consumer<KmemCache> lastMemcgRefPut = cache -> {};

    /**
     * Makes the allocator without caches.
     *
     * @param cpus who owns slabs
     * @param pages where slabs come from
     */
    public Slub(Cpus cpus, PageAllocator pages) {
        this.cpus = cpus;
        this.pages = pages;
    }

    /**
     * Allocates an object ({@code kmem_cache_alloc}).
     *
     * @param cache one that is not destroyed
     * @param gfp what may be done for it
     * @return the object, or null if there is no memory
     */
    public @Nullable SlabObject kmemCacheAlloc(KmemCache cache, Gfp gfp) {
        SlabObject object = slabAlloc(cache, null);
        if (object == null) {
            Slab fresh = newSlab(cache, gfp);
            if (fresh == null) {
                return null;
            }
            object = slabAlloc(cache, fresh);
        }
        cache.noteAllocated();
        return object;
    }

    /**
     * Gives an object back ({@code kmem_cache_free}); never sleeps.
     *
     * @param object what an allocation returned
     */
    public void kmemCacheFree(SlabObject object) {
        KmemCache cache = object.cache();
        cache.noteFreed();
        slabFree(cache, object.slab(), object.index());
    }

    /**
     * Who is told that a cgroup's cache has neither slabs nor a cgroup any more.
     *
     * @param action called without locks of this class, perhaps pinned to a CPU; must not sleep
     */
    void onLastMemcgRefPut(Consumer<KmemCache> action) {
        lastMemcgRefPut = action;
    }

    /** {@code percpu_ref_put}: drops what a slab or the cgroup held. */
    void putMemcgRef(KmemCache cache) {
        if (!cache.isRootCache() && cache.putMemcgRef()) {
            lastMemcgRefPut.accept(cache);
        }
    }

    /** {@code __flush_cpu_slab}. Caller is pinned to the CPU, or the CPU is dead. */
    void flushCpuSlab(KmemCache cache, int cpu) {
        KmemCacheCpu cpuSlab = cache.cpuSlab(cpu);
        deactivateActive(cache, cpuSlab);
        unfreezePartials(cache, cpuSlab.takePartials());
    }

    /** {@code __kmem_cache_do_shrink}; returns how many slabs are left. */
    int doShrink(KmemCache cache) {
        List<Slab> empty = cache.node().shrink();
        empty.forEach(slab -> discardSlab(cache, slab));
        return cache.nrSlabs();
    }

    private @Nullable SlabObject slabAlloc(KmemCache cache, @Nullable Slab fresh) {
        int cpu = cpus.localIrqSave();
        try {
            KmemCacheCpu cpuSlab = cache.cpuSlab(cpu);
            if (fresh != null) {
                // Somebody else may have got a slab on this CPU meanwhile.
                deactivateActive(cache, cpuSlab);
                cpuSlab.setActive(fresh);
            }
            return takeObject(cache, cpuSlab);
        } finally {
            cpus.localIrqRestore();
        }
    }

    private @Nullable SlabObject takeObject(KmemCache cache, KmemCacheCpu cpuSlab) {
        Slab slab = cpuSlab.active();
        while (true) {
            if (slab != null) {
                int index = slab.take();
                if (index != Slab.NONE) {
                    return new SlabObject(cache, slab, index);
                }
            }
            slab = cpuSlab.popPartial();
            if (slab == null) {
                slab = getPartialNode(cache, cpuSlab);
            }
            cpuSlab.setActive(slab);
            if (slab == null) {
                return null;
            }
        }
    }

    /** {@code get_partial_node}: one slab to allocate from and some for later. */
    private static @Nullable Slab getPartialNode(KmemCache cache, KmemCacheCpu cpuSlab) {
        KmemCacheNode node = cache.node();
        Slab active = null;
        node.listLock().lock();
        try {
            int available = 0;
            for (Slab slab : List.copyOf(node.partial())) {
                if (active != null && available > cache.cpuPartial() / 2) {
                    break;
                }
                node.partial().remove(slab);
                slab.freeze();
                available += slab.objects - slab.inuse();
                if (active == null) {
                    active = slab;
                } else {
                    cpuSlab.pushPartial(slab);
                }
                if (cache.cpuPartial() == 0) {
                    break;
                }
            }
        } finally {
            node.listLock().unlock();
        }
        return active;
    }

    /** {@code allocate_slab}: first at the order that wastes least, without reclaim, then at the smallest. */
    private @Nullable Slab newSlab(KmemCache cache, Gfp gfp) {
        int order = cache.order();
        int least = SlabSizes.minOrder(cache.size());
        int pfn = Memmap.NONE;
        if (order > least) {
            Gfp easy = new Gfp(gfp.bits() & ~Gfp.DIRECT_RECLAIM.bits());
            pfn = pages.allocPagesNodemask(easy.or(Gfp.NORETRY).or(Gfp.NOWARN).or(Gfp.NOMEMALLOC), order);
        }
        if (pfn == Memmap.NONE) {
            order = least;
            pfn = pages.allocPagesNodemask(gfp, order);
        }
        if (pfn == Memmap.NONE) {
            return null;
        }
        Slab slab = new Slab(pfn, order, SlabSizes.objects(order, cache.size()));
        cache.node().all().add(slab);
        cache.getMemcgRef();
        return slab;
    }

    private void discardSlab(KmemCache cache, Slab slab) {
        cache.node().all().remove(slab);
        pages.freePages(slab.pfn, slab.order);
        putMemcgRef(cache);
    }

    /** {@code __slab_free}. */
    private void slabFree(KmemCache cache, Slab slab, int index) {
        while (true) {
            long seen = slab.state();
            boolean wasFull = Slab.head(seen) == Slab.NONE;
            boolean becomesEmpty = Slab.inuse(seen) == 1;
            if (Slab.isFrozen(seen) || (!wasFull && !becomesEmpty)) {
                if (slab.put(seen, index, false)) {
                    return;
                }
            } else if (wasFull && cache.cpuPartial() > 0) {
                if (slab.put(seen, index, true)) {
                    putCpuPartial(cache, slab);
                    return;
                }
            } else if (slabFreeListed(cache, slab, index, seen)) {
                return;
            }
        }
    }

    /** The part of {@code __slab_free} that moves the slab on or off the node's list. */
    private boolean slabFreeListed(KmemCache cache, Slab slab, int index, long seen) {
        KmemCacheNode node = cache.node();
        boolean discard = false;
        node.listLock().lock();
        try {
            if (!slab.put(seen, index, false)) {
                return false;
            }
            boolean listed = node.partial().contains(slab);
            int others = node.partial().size() - (listed ? 1 : 0);
            if (slab.inuse() == 0 && others >= cache.minPartial()) {
                node.partial().remove(slab);
                discard = true;
            } else if (!listed) {
                node.partial().add(slab);
            }
        } finally {
            node.listLock().unlock();
        }
        if (discard) {
            discardSlab(cache, slab);
        }
        return true;
    }

    /** {@code put_cpu_partial}: keeps a slab that was full; when there are too many, all others go to the node. */
    private void putCpuPartial(KmemCache cache, Slab slab) {
        int cpu = cpus.localIrqSave();
        try {
            KmemCacheCpu cpuSlab = cache.cpuSlab(cpu);
            if (cpuSlab.pobjects() > cache.cpuPartial()) {
                unfreezePartials(cache, cpuSlab.takePartials());
            }
            cpuSlab.pushPartial(slab);
            if (cache.cpuPartial() == 0) {
                unfreezePartials(cache, cpuSlab.takePartials());
            }
        } finally {
            cpus.localIrqRestore();
        }
    }

    private void deactivateActive(KmemCache cache, KmemCacheCpu cpuSlab) {
        Slab active = cpuSlab.active();
        if (active != null) {
            cpuSlab.setActive(null);
            unfreezePartials(cache, List.of(active));
        }
    }

    /** {@code unfreeze_partials} and {@code deactivate_slab}: the CPU's slabs become the node's. */
    private void unfreezePartials(KmemCache cache, List<Slab> slabs) {
        if (slabs.isEmpty()) {
            return;
        }
        KmemCacheNode node = cache.node();
        List<Slab> empty = new ArrayList<>();
        node.listLock().lock();
        try {
            for (Slab slab : slabs) {
                long state = slab.unfreeze();
                if (Slab.inuse(state) == 0 && node.partial().size() >= cache.minPartial()) {
                    empty.add(slab);
                } else if (Slab.head(state) != Slab.NONE) {
                    node.partial().add(slab);
                }
            }
        } finally {
            node.listLock().unlock();
        }
        empty.forEach(slab -> discardSlab(cache, slab));
    }
}
