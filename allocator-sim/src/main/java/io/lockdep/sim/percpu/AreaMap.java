package io.lockdep.sim.percpu;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which bytes of a chunk's unit are in use; {@code chunk->map} of mm/percpu.c, 4.10.
 *
 * <p>A sorted array of where areas begin, the lowest bit telling whether the area is in use; offsets are even, so the
 * bit is free for that. The last entry is the end of the unit. Not thread-safe: {@code pcpu_lock} guards it.
 */
final class AreaMap {

    /** Entries of a new map ({@code PCPU_DFL_MAP_ALLOC}). */
    static final int DFL_MAP_ALLOC = 16;

    private static final int USED = 1;

    private final int size;
    private int[] map = new int[DFL_MAP_ALLOC];

    /** Areas; {@code map[areas]} is the end mark. */
    private int areas = 1;

    AreaMap(int size) {
        this.size = size;
        map[1] = size | USED;
    }

    /** How many entries the map can still grow by without being extended. */
    int spareEntries() {
        return map.length - 1 - areas;
    }

    /** Makes room for more entries ({@code pcpu_extend_area_map}). */
    void extend(int spare) {
        map = Arrays.copyOf(map, areas + 1 + spare);
    }

    /**
     * Finds the first free place.
     *
     * @param bytes how much
     * @param align a power of two
     * @param pageUsable whether a page of the unit may be used
     * @return offset, or -1
     */
    int fit(int bytes, int align, IntPredicate pageUsable) {
        for (int i = 0; i < areas; i++) {
            if (!isUsed(i)) {
                int offset = fitInArea(start(i), start(i + 1), bytes, align, pageUsable);
                if (offset >= 0) {
                    return offset;
                }
            }
        }
        return -1;
    }

    /** Takes a place found by {@link #fit}. Needs two spare entries. */
    void take(int offset, int bytes) {
        int i = indexAt(offset);
        if (start(i) < offset) {
            insert(i + 1, offset);
            i++;
        }
        if (offset + bytes < start(i + 1)) {
            insert(i + 1, offset + bytes);
        }
        map[i] = offset | USED;
    }

    /** Gives a place back and joins it with free neighbours. */
    void free(int offset) {
        int i = indexAt(offset);
        if (start(i) != offset || !isUsed(i)) {
            throw new IllegalStateException("no per-CPU area begins at offset " + offset);
        }
        map[i] = offset;
        if (i + 1 < areas && !isUsed(i + 1)) {
            delete(i + 1);
        }
        if (i > 0 && !isUsed(i - 1)) {
            delete(i);
        }
    }

    /** Bytes in free areas. */
    int freeSize() {
        int free = 0;
        for (int i = 0; i < areas; i++) {
            if (!isUsed(i)) {
                free += start(i + 1) - start(i);
            }
        }
        return free;
    }

    /** Bytes of the largest free area. */
    int contigHint() {
        int largest = 0;
        for (int i = 0; i < areas; i++) {
            if (!isUsed(i)) {
                largest = Math.max(largest, start(i + 1) - start(i));
            }
        }
        return largest;
    }

    /** Whether nothing in [from, to) is in use. */
    boolean isFree(int from, int to) {
        int i = indexAt(from);
        return !isUsed(i) && start(i + 1) >= to;
    }

    boolean isEntirelyFree() {
        return isFree(0, size);
    }

    private static int fitInArea(int start, int end, int bytes, int align, IntPredicate pageUsable) {
        int offset = start + align - 1 & -align;
        while (offset + bytes <= end) {
            int page = offset / PercpuSizes.PAGE_SIZE;
            int last = (offset + bytes - 1) / PercpuSizes.PAGE_SIZE;
            while (page <= last && pageUsable.test(page)) {
                page++;
            }
            if (page > last) {
                return offset;
            }
            offset = (page + 1) * PercpuSizes.PAGE_SIZE;
        }
        return -1;
    }

    /** The area that a byte lies in. */
    private int indexAt(int offset) {
        int i = 0;
        while (i + 1 < areas && start(i + 1) <= offset) {
            i++;
        }
        return i;
    }

    private int start(int i) {
        return map[i] & ~USED;
    }

    private boolean isUsed(int i) {
        return (map[i] & USED) != 0;
    }

    private void insert(int i, int entry) {
        System.arraycopy(map, i, map, i + 1, areas + 1 - i);
        map[i] = entry;
        areas++;
    }

    private void delete(int i) {
        System.arraycopy(map, i + 1, map, i, areas - i);
        areas--;
    }
}
