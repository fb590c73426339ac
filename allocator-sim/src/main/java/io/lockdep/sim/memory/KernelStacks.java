package io.lockdep.sim.memory;

import io.lockdep.sim.kthread.ThreadStack;
import io.lockdep.sim.kthread.ThreadStacks;
import org.jspecify.annotations.Nullable;

/**
 * Kernel stacks of 16 KiB, of four pages mapped side by side; {@code alloc_thread_stack_node} of kernel/fork.c with
 * {@code CONFIG_VMAP_STACK}, 4.9 and later.
 *
 * <p>Departure: without the cache of two stacks per CPU that 4.9 keeps.
 */
public final class KernelStacks implements ThreadStacks {

    /** {@code THREAD_SIZE} in pages. */
    private static final int PAGES = 4;

    /** {@code THREADINFO_GFP}. */
    private static final Gfp THREADINFO_GFP = Gfp.KERNEL.or(Gfp.HIGHMEM);

    private final PageAllocator pages;

    /**
     * Makes the supply.
     *
     * @param pages where the pages of stacks come from
     */
    public KernelStacks(PageAllocator pages) {
        this.pages = pages;
    }

    @Override
    public @Nullable ThreadStack allocThreadStackNode() {
        int[] stack = new int[PAGES];
        int mapped = 0;
        try {
            while (mapped < PAGES) {
                int pfn = pages.allocPagesNodemask(THREADINFO_GFP, 0);
                if (pfn == Memmap.NONE) {
                    return null;
                }
                stack[mapped++] = pfn;
            }
            return () -> vfree(stack, PAGES);
        } finally {
            if (mapped < PAGES) {
                vfree(stack, mapped);
            }
        }
    }

    private void vfree(int[] stack, int mapped) {
        for (int page = 0; page < mapped; page++) {
            pages.freePages(stack[page], 0);
        }
    }
}
