package io.lockdep.sim.slab;

/**
 * How objects are laid out in slabs and how many slabs are kept; {@code calculate_order}, {@code set_min_partial} and
 * {@code set_cpu_partial} of mm/slub.c, 5.8.
 */
final class SlabSizes {

    static final int PAGE_SIZE = 4096;
    static final int MIN_PARTIAL = 5;
    static final int MAX_PARTIAL = 10;
    static final int MAX_ORDER = 3;

    private static final int ALIGN = 8;
    private static final int FIRST_FRACTION = 16;
    private static final int LAST_FRACTION = 4;

    private SlabSizes() {}

    /** The size of an object with its padding. */
    static int aligned(int size) {
        return Math.max(size + ALIGN - 1 & -ALIGN, ALIGN);
    }

    static int objects(int order, int size) {
        return (PAGE_SIZE << order) / size;
    }

    /** The smallest order that holds one object ({@code oo_min}). */
    static int minOrder(int size) {
        int order = 0;
        while (PAGE_SIZE << order < size) {
            order++;
        }
        return order;
    }

    /** The order at which little is wasted and the node's lock is not needed too often. */
    static int calculateOrder(int size, int possibleCpus) {
        int wanted = 4 * (Integer.SIZE - Integer.numberOfLeadingZeros(possibleCpus) + 1);
        for (int least = Math.min(wanted, objects(MAX_ORDER, size)); least > 1; least--) {
            for (int fraction = FIRST_FRACTION; fraction >= LAST_FRACTION; fraction /= 2) {
                int order = slabOrder(size, least, fraction);
                if (order <= MAX_ORDER) {
                    return order;
                }
            }
        }
        return Math.max(minOrder(size), Math.min(slabOrder(size, 1, 1), MAX_ORDER));
    }

    private static int slabOrder(int size, int leastObjects, int fraction) {
        int order = minOrder(leastObjects * size);
        while (order <= MAX_ORDER && (PAGE_SIZE << order) % size > (PAGE_SIZE << order) / fraction) {
            order++;
        }
        return order;
    }

    /** How many slabs a node keeps on its list, empty ones included. */
    static int minPartial(int size) {
        return clampMinPartial((Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size)) / 2);
    }

    static int clampMinPartial(int slabs) {
        return Math.max(MIN_PARTIAL, Math.min(MAX_PARTIAL, slabs));
    }

    /** How many free objects a CPU keeps on its partial slabs. */
    static int cpuPartial(int size) {
        if (size >= PAGE_SIZE) {
            return 2;
        }
        if (size >= 1024) {
            return 6;
        }
        return size >= 256 ? 13 : 30;
    }
}
