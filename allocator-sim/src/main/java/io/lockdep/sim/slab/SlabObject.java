package io.lockdep.sim.slab;

/**
 * One allocated object. Whoever has it gives it back once, to the cache it came from.
 */
public final class SlabObject {

    private final KmemCache cache;
    private final Slab slab;
    private final int index;

    SlabObject(KmemCache cache, Slab slab, int index) {
        this.cache = cache;
        this.slab = slab;
        this.index = index;
    }

    /**
     * Where it came from: the cache that was asked, or that of a memory cgroup in its place.
     *
     * @return its cache
     */
    public KmemCache cache() {
        return cache;
    }

    Slab slab() {
        return slab;
    }

    int index() {
        return index;
    }
}
