package io.lockdep.sim.slab;

import io.lockdep.Lockdep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The slabs of a cache that belong to no CPU; {@code struct kmem_cache_node}. One node exists.
 *
 * <p>The partial list is guarded by {@code n->list_lock}, a leaf: pages are given back after it is dropped. Departure:
 * all slabs are remembered, also full ones, which the kernel loses sight of unless it is debugged; the invariant check
 * wants them.
 */
final class KmemCacheNode {

    private final ReentrantLock listLock = Lockdep.name(new ReentrantLock(), "&n->list_lock");

    /** In the order of the list; guarded by {@link #listLock}. */
    private final Set<Slab> partial = new LinkedHashSet<>();

    private final Set<Slab> all = ConcurrentHashMap.newKeySet();

    ReentrantLock listLock() {
        return listLock;
    }

    Set<Slab> partial() {
        return partial;
    }

    Set<Slab> all() {
        return all;
    }

    /** {@code atomic_long_read(&n->nr_slabs)}. */
    int nrSlabs() {
        return all.size();
    }

    /** {@code atomic_long_read(&n->total_objects)}. */
    int totalObjects() {
        return all.stream().mapToInt(slab -> slab.objects).sum();
    }

    /** {@code count_partial(n, count_free)}. */
    int countPartialFree() {
        listLock.lock();
        try {
            return partial.stream()
                    .mapToInt(slab -> slab.objects - slab.inuse())
                    .sum();
        } finally {
            listLock.unlock();
        }
    }

    int nrPartial() {
        listLock.lock();
        try {
            return partial.size();
        } finally {
            listLock.unlock();
        }
    }

    /**
     * Takes the empty slabs off the partial list and sorts the others, fullest first ({@code __kmem_cache_do_shrink}).
     *
     * @return the empty ones, to be discarded
     */
    List<Slab> shrink() {
        List<Slab> empty = new ArrayList<>();
        listLock.lock();
        try {
            List<Slab> rest = new ArrayList<>();
            for (Slab slab : partial) {
                (slab.inuse() == 0 ? empty : rest).add(slab);
            }
            rest.sort((one, other) -> Integer.compare(one.objects - one.inuse(), other.objects - other.inuse()));
            partial.clear();
            partial.addAll(rest);
        } finally {
            listLock.unlock();
        }
        return empty;
    }
}
