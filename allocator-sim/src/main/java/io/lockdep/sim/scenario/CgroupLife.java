package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.Memcg;
import io.lockdep.sim.slab.SlabObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache and a memory cgroup that allocates from it, from the first allocation to the cgroup's end. What it does queues
 * the works that create and shut down the cgroup's own cache; kworkers execute them when the script says so.
 */
final class CgroupLife {

    /** More objects than a CPU keeps slabs for, so that slabs are on all lists. */
    private static final int OBJECTS = 300;

    private static final int OBJECT_SIZE = 192;

    private final SimKernel kernel;
    private final String cacheName;
    private final Memcg memcg = new Memcg(8, "session-1.scope");
    private final List<SlabObject> objects = new ArrayList<>();
    private @Nullable KmemCache cache;

    CgroupLife(SimKernel kernel, String cacheName) {
        this.kernel = kernel;
        this.cacheName = cacheName;
    }

    /** Creates the cache and allocates from it for the cgroup, which makes it want a cache of its own. */
    String begin() {
        KmemCache created = kernel.slabCaches().kmemCacheCreate(cacheName, OBJECT_SIZE, false);
        if (created == null) {
            throw new IllegalStateException("no memory for a cache");
        }
        cache = created;
        allocate(1);
        return "cache " + created.name() + ": " + created.objectSize() + " bytes, order " + created.order();
    }

    /** Allocates and frees from the cgroup's own cache, then takes the cgroup away. */
    String end() {
        allocate(OBJECTS);
        KmemCache own = kernel.memcgKmem().cacheOf(memcg, cache());
        int slabs = own == null ? 0 : own.nrSlabs();
        objects.forEach(kernel.slub()::kmemCacheFree);
        objects.clear();
        kernel.memcgKmem().memcgOfflineKmem(memcg);
        return OBJECTS + " objects in " + slabs + " slabs of " + own + ", all freed, then the cgroup was removed";
    }

    KmemCache cache() {
        KmemCache created = cache;
        if (created == null) {
            throw new IllegalStateException(cacheName + " was not created");
        }
        return created;
    }

    /** The path of one of the cache's files. */
    String file(String attribute) {
        return "/kernel/slab/" + cacheName + "/" + attribute;
    }

    private void allocate(int count) {
        for (int i = 0; i < count; i++) {
            SlabObject object = kernel.memcgKmem().kmemCacheAlloc(memcg, cache(), Gfp.KERNEL);
            if (object == null) {
                throw new IllegalStateException("no memory for an object");
            }
            objects.add(object);
        }
    }
}
