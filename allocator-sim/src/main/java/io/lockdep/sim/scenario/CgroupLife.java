package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.Memcg;
import io.lockdep.sim.slab.SlabObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A cache and a memory cgroup that allocates from it, from the first allocation to the cgroup's end. Until 5.8 what it
 * does queues the works that create and shut down the cgroup's own cache; kworkers execute them when the script says so.
 */
final class CgroupLife {

    /** More objects than a CPU keeps slabs for, so that slabs are on all lists. */
    private static final int OBJECTS = 300;

    private static final int OBJECT_SIZE = 192;

    private final SimKernel kernel;
    private final ModuleCache module;
    private final String cacheName;
    private final Memcg memcg = new Memcg(8, "session-1.scope");
    private final List<SlabObject> objects = new ArrayList<>();

    CgroupLife(SimKernel kernel, String cacheName) {
        this.kernel = kernel;
        this.cacheName = cacheName;
        module = new ModuleCache(kernel, cacheName, OBJECT_SIZE);
    }

    /** Creates the cache and allocates from it for the cgroup, which makes it want a cache of its own. */
    String begin() {
        String account = module.load();
        allocate(1);
        return account;
    }

    /** Allocates and frees from the cgroup's own cache, then takes the cgroup away. */
    String end() {
        allocate(OBJECTS);
        KmemCache own = kernel.memcgKmem().cacheOf(memcg, cache());
        KmemCache used = own == null ? cache() : own;
        int slabs = used.nrSlabs();
        objects.forEach(kernel.slub()::kmemCacheFree);
        objects.clear();
        kernel.memcgKmem().memcgOfflineKmem(memcg);
        return OBJECTS + " objects in " + slabs + " slabs of " + used + ", all freed, then the cgroup was removed";
    }

    /** Destroys the root cache. */
    String unload() {
        return module.unload();
    }

    KmemCache cache() {
        return module.cache();
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
