package io.lockdep.sim.slab;

import io.lockdep.Lockdep;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * All caches there are, {@code slab_caches}, and {@code slab_mutex}, which guards the list; mm/slab_common.c. The mutex is
 * a monitor here.
 */
final class CacheList {

    private final Object slabMutex = Lockdep.name(new Object(), "slab_mutex");

    /** Guarded by {@link #slabMutex}. */
    private final List<KmemCache> slabCaches = new ArrayList<>();

    /** Caches that are no more, for the invariant check. */
    private final Queue<KmemCache> destroyed = new ConcurrentLinkedQueue<>();

    /** Does something with {@code slab_mutex} held. */
    <T> T underSlabMutex(Supplier<T> body) {
        synchronized (slabMutex) {
            return body.get();
        }
    }

    /** Does something with {@code slab_mutex} held. */
    void underSlabMutex(Runnable body) {
        synchronized (slabMutex) {
            body.run();
        }
    }

    /** The list, oldest first; a copy, so that caches can be taken off while it is walked. Caller holds the mutex. */
    List<KmemCache> caches() {
        return List.copyOf(slabCaches);
    }

    /** The caches of cgroups that stand in for a root cache. Caller holds the mutex. */
    List<KmemCache> childrenOf(KmemCache root) {
        return slabCaches.stream()
                .filter(cache -> cache.memcgParams().rootCache() == root)
                .toList();
    }

    /** Caller holds the mutex, as for the next one. */
    void add(KmemCache cache) {
        slabCaches.add(cache);
    }

    void remove(KmemCache cache) {
        slabCaches.remove(cache);
    }

    void noteDestroyed(KmemCache cache) {
        destroyed.add(cache);
    }

    List<KmemCache> destroyed() {
        return List.copyOf(destroyed);
    }
}
