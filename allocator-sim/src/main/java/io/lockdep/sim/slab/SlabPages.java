package io.lockdep.sim.slab;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes pages for slabs and gives them back; {@code allocate_slab} and {@code discard_slab} of mm/slub.c, 5.3. A slab of a
 * cgroup's cache holds a reference to the cache.
 */
final class SlabPages {

    private static final int RECLAIM = Gfp.DIRECT_RECLAIM.or(Gfp.KSWAPD_RECLAIM).bits();

    private final PageAllocator pages;
    private volatile Consumer<KmemCache> lastMemcgRefPut = cache -> {};

    SlabPages(PageAllocator pages) {
        this.pages = pages;
    }

    /**
     * Who is told that a cgroup's cache has neither slabs nor a cgroup any more.
     *
     * @param action called without locks of this package, perhaps pinned to a CPU; must not sleep
     */
    void onLastMemcgRefPut(Consumer<KmemCache> action) {
        lastMemcgRefPut = action;
    }

    /** First at the order that wastes least, without reclaim, then at the smallest; null if there is no memory. */
    @Nullable
    Slab allocateSlab(KmemCache cache, Gfp gfp) {
        int order = cache.order();
        int least = SlabSizes.minOrder(cache.size());
        int pfn = Memmap.NONE;
        if (order > least) {
            Gfp easy = new Gfp(gfp.bits() & ~RECLAIM);
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
        cache.memcgParams().get();
        return slab;
    }

    void discardSlab(KmemCache cache, Slab slab) {
        cache.node().all().remove(slab);
        pages.freePages(slab.pfn, slab.order);
        putMemcgRef(cache);
    }

    /** {@code percpu_ref_put}: drops what a slab or the cgroup held. */
    void putMemcgRef(KmemCache cache) {
        if (!cache.isRootCache() && cache.memcgParams().put()) {
            lastMemcgRefPut.accept(cache);
        }
    }
}
