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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the scenarios about slab have their threads do under stress. One instance per scenario: its caches have names of
 * their own, so several can be at work on one machine, where each reads and shrinks also the caches of the others.
 */
final class SlabRoles {

    private static final String DIRECTORY = "/kernel/slab";
    private static final int MAX_OBJECTS = 200;
    private static final int MAX_SIZE = 2_000;
    private static final int MAX_CPU_PARTIAL = 31;

    private final SimKernel kernel;
    private final String driver;

    /** Touched by the cgroups' thread only, like the next one. */
    private @Nullable KmemCache shared;

    private int cgroups;

    /** Touched by the modules' thread only. */
    private int loaded;

    /** Makes the roles; names of caches begin with {@code driver}. */
    SlabRoles(SimKernel kernel, String driver) {
        this.kernel = kernel;
        this.driver = driver;
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
            String name = driver + "-" + ++loaded;
            KmemCache cache = kernel.slabCaches().kmemCacheCreate(name, 1 + random.nextInt(MAX_SIZE), false);
            if (cache != null) {
                allocate(cache, random).forEach(kernel.slub()::kmemCacheFree);
                destroy(cache);
            }
        });
    }

    /** Who reads the files of caches. */
    Role reader() {
        return Role.of("cat", 1, random -> {
            OpenFile file = open(random.nextBoolean() ? "total_objects" : "objects", random);
            if (file != null) {
                file.read();
            }
        });
    }

    /** Who writes to the files {@code shrink} and {@code cpu_partial} of caches. */
    Role writer() {
        return Role.of("slabinfo", 0, random -> {
            boolean shrink = random.nextBoolean();
            OpenFile file = open(shrink ? "shrink" : "cpu_partial", random);
            if (file != null) {
                file.write(shrink ? "1\n" : random.nextInt(MAX_CPU_PARTIAL) + "\n");
            }
        });
    }

    /** Who takes memory offline, which shrinks all caches, and online again. */
    Role offliner() {
        return new MemoryOffliner(kernel).role();
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
            root = Objects.requireNonNull(
                    kernel.slabCaches().kmemCacheCreate(driver + "_request", 192, false), "no memory");
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

    /** A file of whatever cache there is just now, null if there is none or it has just gone. */
    private @Nullable OpenFile open(String attribute, RandomGenerator random) {
        List<String> caches = kernel.sysfs().readdir(DIRECTORY);
        if (caches.isEmpty()) {
            return null;
        }
        return kernel.sysfs().open(DIRECTORY + "/" + caches.get(random.nextInt(caches.size())) + "/" + attribute);
    }

    /** Somebody who shrinks the cache just now may have its last slabs in hand, and then it is busy. */
    private void destroy(KmemCache cache) {
        while (!kernel.slabCaches().kmemCacheDestroy(cache)) {
            Thread.onSpinWait();
        }
    }
}
