package io.lockdep.sim.memory;

/**
 * How many pages a per-CPU list may keep and how many it moves at a time; {@code zone_batchsize} and
 * {@code pageset_set_batch} of mm/page_alloc.c, the same formula from before 4.10 up to 5.8.
 *
 * @param high pages on the list at which a free gives {@code batch} of them back
 * @param batch pages moved between the list and the buddy lists at a time
 */
public record PcpSizes(int high, int batch) {

    /** What a list has until its zone's size is known: it keeps nothing. */
    static final PcpSizes BOOT = new PcpSizes(0, 1);

    private static final int PAGES_PER_MIB = 256;

    /**
     * The sizes for a zone without {@code percpu_pagelist_fraction}.
     *
     * @param managedPages pages of the zone
     * @return for 256 MiB a batch of 15 and a high of 90; below 32 MiB the list keeps nothing
     */
    public static PcpSizes of(int managedPages) {
        int share = Math.max(1, Math.min(managedPages / 1024, PAGES_PER_MIB) / 4);
        // One less than a power of two: a power of two would let the pages of each CPU fall into the same cache sets.
        int batch = Integer.highestOneBit(share + share / 2) - 1;
        return new PcpSizes(6 * batch, Math.max(1, batch));
    }
}
