package io.lockdep.sim.percpu;

/**
 * What the per-CPU allocator hands out: one object per possible CPU at the same offset; {@code void __percpu *}.
 *
 * @param chunk where it lies
 * @param offset in each CPU's unit, in bytes
 * @param size in bytes
 */
public record PercpuPtr(PercpuChunk chunk, int offset, int size) {

    /**
     * Whether every possible CPU's copy has memory behind it.
     *
     * @return true if no page is missing for any CPU
     */
    public boolean isPopulated() {
        int last = (offset + size - 1) / PercpuSizes.PAGE_SIZE;
        for (int page = offset / PercpuSizes.PAGE_SIZE; page <= last; page++) {
            if (!chunk.hasMemory(page)) {
                return false;
            }
        }
        return true;
    }
}
