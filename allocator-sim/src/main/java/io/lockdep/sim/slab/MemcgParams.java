package io.lockdep.sim.slab;

/**
 * What makes a cache that of a memory cgroup; {@code struct memcg_cache_params}.
 *
 * @param memcg the cgroup
 * @param rootCache the cache it stands in for
 */
record MemcgParams(Memcg memcg, KmemCache rootCache) {}
