package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.SlabObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A module of a script with a cache of its own: created when the module is loaded, destroyed when it goes. */
final class ModuleCache {

    private final SimKernel kernel;
    private final String name;
    private final int objectSize;
    private final List<SlabObject> objects = new ArrayList<>();
    private @Nullable KmemCache cache;

    ModuleCache(SimKernel kernel, String name, int objectSize) {
        this.kernel = kernel;
        this.name = name;
        this.objectSize = objectSize;
    }

    /** Creates the cache. */
    String load() {
        KmemCache created = kernel.slabCaches().kmemCacheCreate(name, objectSize, false);
        if (created == null) {
            throw new IllegalStateException("no memory for a cache");
        }
        cache = created;
        return "cache " + name + ": " + created.objectSize() + " bytes, order " + created.order();
    }

    /** Allocates objects from the cache. */
    String allocate(int count) {
        for (int i = 0; i < count; i++) {
            SlabObject object = kernel.slub().kmemCacheAlloc(cache(), Gfp.KERNEL);
            if (object == null) {
                throw new IllegalStateException("no memory for an object");
            }
            objects.add(object);
        }
        return objects.size() + " objects in " + cache().nrSlabs() + " slabs";
    }

    /** Frees half of the objects and makes the cache give back the slabs that are empty then. */
    String freeHalfAndShrink() {
        free(objects.size() / 2);
        int before = cache().nrSlabs();
        kernel.slabCaches().kmemCacheShrink(cache());
        return before + " slabs before, " + cache().nrSlabs() + " after";
    }

    /** Frees all objects and destroys the cache. */
    String unload() {
        free(objects.size());
        boolean gone = kernel.slabCaches().kmemCacheDestroy(cache());
        return "cache " + name + (gone ? ": destroyed" : ": still in use");
    }

    private void free(int count) {
        List<SlabObject> some = objects.subList(0, count);
        some.forEach(kernel.slub()::kmemCacheFree);
        some.clear();
    }

    KmemCache cache() {
        KmemCache created = cache;
        if (created == null) {
            throw new IllegalStateException(name + " was not loaded");
        }
        return created;
    }
}
