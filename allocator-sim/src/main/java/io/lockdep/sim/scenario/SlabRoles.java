package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.Memcg;
import io.lockdep.sim.slab.SlabObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the scenarios about slab have their threads do under stress. One instance serves one machine. */
final class SlabRoles {

    private static final String SHARED = "fuse_request";
    private static final int MODULES = 4;
    private static final int MAX_OBJECTS = 200;
    private static final int MAX_SIZE = 2_000;

    private final SimKernel kernel;
    private final MemoryOffliner offliner;

    /** Touched by the cgroups' thread only. */
    private @Nullable KmemCache shared;

    private int cgroups;

    private final AtomicInteger loaded = new AtomicInteger();

    SlabRoles(SimKernel kernel) {
        this.kernel = kernel;
        offliner = new MemoryOffliner(kernel);
    }

    /** Cgroups that come, allocate from a cache and go; kworkers create and shut down their caches. */
    Role cgroups() {
        return new Role("systemd", 0, this::liveAsCgroup, () -> {
            if (shared != null) {
                destroy(shared);
            }
        });
    }

    /** Modules that create a cache, use it and destroy it. */
    Role modules() {
        return Role.of("modprobe", 1, random -> {
            String name = "module-" + loaded.incrementAndGet();
            KmemCache cache = kernel.slabCaches().kmemCacheCreate(name, 1 + random.nextInt(MAX_SIZE), false);
            if (cache != null) {
                allocate(cache, random).forEach(kernel.slub()::kmemCacheFree);
                destroy(cache);
            }
        });
    }

    /** Who reads the caches' files. */
    Role reader() {
        return Role.of("cat", 1, random -> {
            OpenFile file = open(random.nextBoolean() ? "total_objects" : "objects", random);
            if (file != null) {
                file.read();
            }
        });
    }

    /** Who writes to the caches' files {@code shrink}. */
    Role shrinker() {
        return Role.of("slabinfo", 0, random -> {
            OpenFile file = open("shrink", random);
            if (file != null) {
                file.write("1\n");
            }
        });
    }

    /** Who tries to take memory offline. */
    Role offliner() {
        return Role.of("bash", 0, random -> offliner.stateStore());
    }

    /** Who takes CPUs down and up. */
    Role hotplug() {
        return Role.of("chcpu", 0, random -> {
            int cpu = kernel.config().possibleCpus() - 1;
            if (cpu > 0 && kernel.cpus().isOnline(cpu)) {
                kernel.hotplug().cpuDown(cpu);
            } else if (cpu > 0) {
                kernel.hotplug().cpuUp(cpu);
            }
        });
    }

    private void liveAsCgroup(RandomGenerator random) {
        KmemCache root = shared;
        if (root == null) {
            root = Objects.requireNonNull(kernel.slabCaches().kmemCacheCreate(SHARED, 192, false), "no memory");
            shared = root;
        }
        Memcg memcg = new Memcg(cgroups++, "session.scope");
        List<SlabObject> objects = new ArrayList<>();
        for (int i = random.nextInt(MAX_OBJECTS); i >= 0; i--) {
            SlabObject object = kernel.memcgKmem().kmemCacheAlloc(memcg, root, Gfp.KERNEL);
            if (object != null) {
                objects.add(object);
            }
        }
        kernel.memcgKmem().memcgOfflineKmem(memcg);
        objects.forEach(kernel.slub()::kmemCacheFree);
    }

    private List<SlabObject> allocate(KmemCache cache, RandomGenerator random) {
        List<SlabObject> objects = new ArrayList<>();
        for (int i = random.nextInt(MAX_OBJECTS); i >= 0; i--) {
            SlabObject object = kernel.slub().kmemCacheAlloc(cache, Gfp.KERNEL);
            if (object != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    private @Nullable OpenFile open(String attribute, RandomGenerator random) {
        String cache = random.nextInt(3) == 0 ? SHARED : module(random);
        return kernel.sysfs().open("/kernel/slab/" + cache + "/" + attribute);
    }

    private String module(RandomGenerator random) {
        return "module-" + (loaded.get() - random.nextInt(MODULES));
    }

    /** Somebody who shrinks the cache just now may have its last slabs in hand, and then it is busy. */
    private void destroy(KmemCache cache) {
        while (!kernel.slabCaches().kmemCacheDestroy(cache)) {
            Thread.onSpinWait();
        }
    }
}
