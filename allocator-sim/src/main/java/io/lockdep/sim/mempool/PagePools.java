package io.lockdep.sim.mempool;

import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.script.StepGates;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The machine's mempools, all of single pages ({@code mempool_create_page_pool}).
 */
public final class PagePools {

    private final PageAllocator pages;
    private final Nomemalloc nomemalloc;
    private final StepGates gates;
    private final List<Mempool<Integer>> pools = new CopyOnWriteArrayList<>();

    /**
     * Makes an empty list.
     *
     * @param pages where the elements come from
     * @param flags what pools may do
     * @param gates where a script can stop their users
     */
    public PagePools(PageAllocator pages, VariantFlags flags, StepGates gates) {
        this.pages = pages;
        this.gates = gates;
        nomemalloc = flags.has(Patch.MEMPOOL_DIPS_WHEN_EMPTY)
                ? Nomemalloc.IF_FREE
                : flags.has(Patch.MEMPOOL_DIPS_FOR_VICTIMS) ? Nomemalloc.NOT_VICTIM : Nomemalloc.FORCED;
    }

    /**
     * Makes a pool of pages.
     *
     * @param name the class of the supply is {@code mempool:} and this
     * @param minNr size of its reserve
     * @return the pool, with a full reserve
     */
    public Mempool<Integer> mempoolCreatePagePool(String name, int minNr) {
        Mempool<Integer> pool = new Mempool<>(
                name,
                minNr,
                gfp -> {
                    int pfn = pages.allocPagesNodemask(gfp, 0);
                    return pfn == Memmap.NONE ? null : pfn;
                },
                pfn -> pages.freePages(pfn, 0),
                nomemalloc,
                pages.schedule(),
                gates);
        pools.add(pool);
        return pool;
    }

    /**
     * The pools.
     *
     * @return all that were made
     */
    public List<Mempool<Integer>> all() {
        return List.copyOf(pools);
    }
}
