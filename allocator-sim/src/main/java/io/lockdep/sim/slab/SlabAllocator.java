package io.lockdep.sim.slab;

/**
 * The slab allocator of one machine.
 *
 * @param slub allocates and frees objects of a cache
 * @param caches creates, shrinks and destroys caches
 * @param memcgKmem allocates objects on account of a cgroup
 * @param hotplug what is to be done when CPUs and memory go away
 */
public record SlabAllocator(Slub slub, SlabCaches caches, MemcgKmem memcgKmem, SlabHotplug hotplug) {}
