package io.lockdep.sim.percpu;

import io.lockdep.sim.memory.Memmap;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A stretch of address space with one unit per possible CPU, some of its pages backed by memory; {@code struct
 * pcpu_chunk} of mm/percpu.c, 4.10.
 *
 * <p>A page of a unit is populated for all possible CPUs or for none. The map and the counters are guarded by
 * {@code pcpu_lock}, the populated pages change under {@code pcpu_alloc_mutex} and {@code pcpu_lock} both.
 */
public final class PercpuChunk {

    private final int number;
    private final int units;
    private final AreaMap map = new AreaMap(PercpuSizes.UNIT_SIZE);
    private final BitSet populated = new BitSet(PercpuSizes.UNIT_PAGES);

    /** Page frames by unit and page, {@link Memmap#NONE} where not populated; what vmalloc's page tables hold. */
    private final int[] frames;

    /** The slot it is listed in, -1 before the first listing. */
    private int slot = -1;

    PercpuChunk(int number, int units) {
        this.number = number;
        this.units = units;
        frames = new int[units * PercpuSizes.UNIT_PAGES];
        Arrays.fill(frames, Memmap.NONE);
    }

    /**
     * Which chunk it is, in order of creation.
     *
     * @return 0 for the chunk made at boot
     */
    public int number() {
        return number;
    }

    /**
     * The page frame behind a page of a CPU's unit.
     *
     * @param unit a possible CPU
     * @param page number within the unit
     * @return page frame number, or {@link Memmap#NONE}
     */
    public int frame(int unit, int page) {
        return frames[unit * PercpuSizes.UNIT_PAGES + page];
    }

    int units() {
        return units;
    }

    AreaMap map() {
        return map;
    }

    int slot() {
        return slot;
    }

    void setSlot(int slot) {
        this.slot = slot;
    }

    boolean isPopulated(int page) {
        return populated.get(page);
    }

    int nrPopulated() {
        return populated.cardinality();
    }

    /** The first page in [from, to) that is not populated, or {@code to}. */
    int nextUnpopulated(int from, int to) {
        return Math.min(to, populated.nextClearBit(from));
    }

    /** The first populated page after {@code from}, or {@code to}: the end of a stretch without memory. */
    int endOfUnpopulated(int from, int to) {
        int next = populated.nextSetBit(from);
        return next < 0 ? to : Math.min(to, next);
    }

    void setPopulated(int from, int to) {
        populated.set(from, to);
    }

    void clearPopulated() {
        populated.clear();
    }

    void setFrame(int unit, int page, int pfn) {
        frames[unit * PercpuSizes.UNIT_PAGES + page] = pfn;
    }

    /** Whether some byte in use has no memory behind it for some possible CPU. */
    boolean hasAreaWithoutMemory() {
        for (int page = 0; page < PercpuSizes.UNIT_PAGES; page++) {
            if (!isPageFree(page) && !hasMemory(page)) {
                return true;
            }
        }
        return false;
    }

    boolean hasMemory(int page) {
        for (int unit = 0; unit < units; unit++) {
            if (frame(unit, page) == Memmap.NONE) {
                return false;
            }
        }
        return true;
    }

    /** Pages that have memory and are not in use by any area. */
    int emptyPopulated() {
        int empty = 0;
        for (int page = populated.nextSetBit(0); page >= 0; page = populated.nextSetBit(page + 1)) {
            if (isPageFree(page)) {
                empty++;
            }
        }
        return empty;
    }

    private boolean isPageFree(int page) {
        return map.isFree(page * PercpuSizes.PAGE_SIZE, (page + 1) * PercpuSizes.PAGE_SIZE);
    }
}
