package io.lockdep.sim.slab;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Cpus;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Allocates and frees objects; {@code slab_alloc} and {@code __slab_free} of mm/slub.c, 5.3.
 *
 * <p>A CPU takes objects from its active slab, then from its partial ones, then takes a slab off the node's list under
 * {@code n->list_lock}, then asks the page allocator, with interrupts enabled. Freeing is one compare-and-set unless
 * the slab was full or becomes empty.
 *
 * <p>Departure: no debugging, no freelist of the CPU beside that of its active slab.
 */
public final class Slub {

    private final Cpus cpus;
    private final CpuSlabs cpuSlabs;
    private final SlabPages pages;

    Slub(Cpus cpus, CpuSlabs cpuSlabs) {
        this.cpus = cpus;
        this.cpuSlabs = cpuSlabs;
        pages = cpuSlabs.pages();
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
            Slab fresh = pages.allocateSlab(cache, gfp);
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

    /** Who is told that a cgroup's cache has neither slabs nor a cgroup any more; must not sleep. */
    void onLastMemcgRefPut(Consumer<KmemCache> action) {
        pages.onLastMemcgRefPut(action);
    }

    /** {@code percpu_ref_put}: drops what a slab or the cgroup held. */
    void putMemcgRef(KmemCache cache) {
        pages.putMemcgRef(cache);
    }

    /** {@code __flush_cpu_slab}. Caller is pinned to the CPU, or the CPU is dead. */
    void flushCpuSlab(KmemCache cache, int cpu) {
        cpuSlabs.flushCpuSlab(cache, cpu);
    }

    /** {@code __kmem_cache_do_shrink}; returns how many slabs are left. */
    int doShrink(KmemCache cache) {
        List<Slab> empty = cache.node().shrink();
        empty.forEach(slab -> pages.discardSlab(cache, slab));
        return cache.nrSlabs();
    }

    private @Nullable SlabObject slabAlloc(KmemCache cache, @Nullable Slab fresh) {
        int cpu = cpus.localIrqSave();
        try {
            KmemCacheCpu cpuSlab = cache.cpuSlab(cpu);
            if (fresh != null) {
                // Somebody else may have got a slab on this CPU meanwhile.
                cpuSlabs.deactivateSlab(cache, cpuSlab);
                cpuSlab.setActive(fresh);
            }
            return takeObject(cache, cpuSlab);
        } finally {
            cpus.localIrqRestore();
        }
    }

    /** {@code ___slab_alloc} as far as slabs go that exist. Caller is pinned. */
    private static @Nullable SlabObject takeObject(KmemCache cache, KmemCacheCpu cpuSlab) {
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
                slab = CpuSlabs.getPartialNode(cache, cpuSlab);
            }
            cpuSlab.setActive(slab);
            if (slab == null) {
                return null;
            }
        }
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
                    cpuSlabs.putCpuPartial(cache, slab);
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
            pages.discardSlab(cache, slab);
        }
        return true;
    }
}
