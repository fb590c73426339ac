package io.lockdep.sim.shmem;

import io.lockdep.sim.fs.Superblock;
import io.lockdep.sim.memory.LruCache;
import io.lockdep.sim.memory.PageAllocator;

/**
 * Makes files in memory; {@code memfd_create} of mm/shmem.c, 4.13.
 */
public final class Shmem {

    private final Superblock superblock;
    private final PageAllocator allocator;
    private final LruCache lruCache;
    private final ShmemPins pins;

    /**
     * Makes it.
     *
     * @param superblock the file system that all files are in
     * @param allocator where their pages come from
     * @param lruCache the way of their pages to the LRU
     * @param pins what a seal against writing waits for
     */
    public Shmem(Superblock superblock, PageAllocator allocator, LruCache lruCache, ShmemPins pins) {
        this.superblock = superblock;
        this.allocator = allocator;
        this.lruCache = lruCache;
        this.pins = pins;
    }

    /**
     * Makes an empty file without seals ({@code MFD_ALLOW_SEALING}).
     *
     * @return the file
     */
    public ShmemInode memfdCreate() {
        return new ShmemInode(superblock, allocator, lruCache, pins);
    }
}
