package io.lockdep.sim.slab;

import io.lockdep.sim.sched.Cpus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves slabs between a CPU and the node: {@code get_partial_node}, {@code put_cpu_partial}, {@code deactivate_slab},
 * {@code unfreeze_partials} and {@code __flush_cpu_slab} of mm/slub.c, 5.3.
 *
 * <p>Slabs come to the node and leave it under {@code n->list_lock}; empty ones that it has no use for are discarded after
 * that is dropped.
 */
final class CpuSlabs {

    private final Cpus cpus;
    private final SlabPages pages;

    CpuSlabs(Cpus cpus, SlabPages pages) {
        this.cpus = cpus;
        this.pages = pages;
    }

    SlabPages pages() {
        return pages;
    }

    /** {@code __flush_cpu_slab}. Caller is pinned to the CPU, or the CPU is dead. */
    void flushCpuSlab(KmemCache cache, int cpu) {
        KmemCacheCpu cpuSlab = cache.cpuSlab(cpu);
        deactivateSlab(cache, cpuSlab);
        unfreezePartials(cache, cpuSlab.takePartials());
    }

    /** One slab to allocate from and some for later; null if the node has none. Caller is pinned, as for the next two. */
    static @Nullable Slab getPartialNode(KmemCache cache, KmemCacheCpu cpuSlab) {
        KmemCacheNode node = cache.node();
        Slab active = null;
        node.listLock().lock();
        try {
            int available = 0;
            for (Slab slab : List.copyOf(node.partial())) {
                node.partial().remove(slab);
                slab.freeze();
                available += slab.objects - slab.inuse();
                if (active == null) {
                    active = slab;
                } else {
                    cpuSlab.pushPartial(slab);
                }
                if (available > cache.cpuPartial() / 2) {
                    break;
                }
            }
        } finally {
            node.listLock().unlock();
        }
        return active;
    }

    /** Gives the CPU's active slab to the node. */
    void deactivateSlab(KmemCache cache, KmemCacheCpu cpuSlab) {
        Slab active = cpuSlab.active();
        if (active != null) {
            cpuSlab.setActive(null);
            unfreezePartials(cache, List.of(active));
        }
    }

    /** Keeps a slab that was full; when there are too many, all others go to the node. Pins the caller. */
    void putCpuPartial(KmemCache cache, Slab slab) {
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
        empty.forEach(slab -> pages.discardSlab(cache, slab));
    }
}
