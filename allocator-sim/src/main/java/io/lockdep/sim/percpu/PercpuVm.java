package io.lockdep.sim.percpu;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.memory.PageAllocator;

/**
 * Puts memory behind the pages of a chunk and takes it away; mm/percpu-vm.c, 4.10.
 *
 * <p>Every call is made under {@code pcpu_alloc_mutex}. That the page allocator is entered here, with that mutex held,
 * is one half of scenario S0.
 */
final class PercpuVm {

    private static final Gfp POPULATE = Gfp.KERNEL.or(Gfp.HIGHMEM).or(Gfp.COLD);

    private final PageAllocator allocator;

    PercpuVm(PageAllocator allocator) {
        this.allocator = allocator;
    }

    /** Populates [start, end) for every possible CPU; false, with nothing changed, if memory ran out. */
    boolean pcpuPopulateChunk(PercpuChunk chunk, int start, int end) {
        int[] pages = new int[chunk.units() * (end - start)];
        if (!pcpuAllocPages(pages)) {
            return false;
        }
        pcpuMapPages(chunk, pages, start, end);
        return true;
    }

    void pcpuDepopulateChunk(PercpuChunk chunk) {
        for (int unit = 0; unit < chunk.units(); unit++) {
            for (int page = 0; page < PercpuSizes.UNIT_PAGES; page++) {
                int pfn = chunk.frame(unit, page);
                if (pfn != Memmap.NONE) {
                    chunk.setFrame(unit, page, Memmap.NONE);
                    allocator.freePages(pfn, 0);
                }
            }
        }
    }

    private boolean pcpuAllocPages(int[] pages) {
        for (int i = 0; i < pages.length; i++) {
            pages[i] = allocator.allocPagesNodemask(POPULATE, 0);
            if (pages[i] == Memmap.NONE) {
                pcpuFreePages(pages, i);
                return false;
            }
        }
        return true;
    }

    private void pcpuFreePages(int[] pages, int count) {
        for (int i = 0; i < count; i++) {
            allocator.freePages(pages[i], 0);
        }
    }

    private static void pcpuMapPages(PercpuChunk chunk, int[] pages, int start, int end) {
        int i = 0;
        for (int unit = 0; unit < chunk.units(); unit++) {
            for (int page = start; page < end; page++) {
                chunk.setFrame(unit, page, pages[i++]);
            }
        }
    }
}
