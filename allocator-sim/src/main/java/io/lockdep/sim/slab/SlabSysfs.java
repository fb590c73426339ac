package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.kernfs.KernfsNode;
import io.lockdep.sim.kernfs.KernfsOps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The directories {@code /sys/kernel/slab/CACHE} and their files; {@code sysfs_slab_add}, {@code sysfs_slab_unlink},
 * {@code slab_attr_show} and {@code slab_attr_store} of mm/slub.c, 5.3.
 *
 * <p>A file's operation runs with the file's active reference, and a cache is taken out of sysfs, which waits for such
 * references, under {@code slab_mutex}. So what an operation takes must not be what is held around {@code slab_mutex}:
 * scenarios S2 and S2b.
 *
 * <p>Departure: a cache that is merged with others keeps its own name instead of a made-up one.
 */
final class SlabSysfs {

    private final SlabPolicy policy;
    private final Kernfs kernfs;
    private final HotplugLocks locks;
    private final ToIntFunction<KmemCache> shrink;
    private final KernfsNode slabKset;

    SlabSysfs(SlabPolicy policy, Kernfs kernfs, HotplugLocks locks, ToIntFunction<KmemCache> shrink) {
        this.policy = policy;
        this.kernfs = kernfs;
        this.locks = locks;
        this.shrink = shrink;
        slabKset = kernfs.createDir(kernfs.createDir(kernfs.root(), "kernel"), "slab");
    }

    /** {@code sysfs_slab_add}. Caller holds {@code slab_mutex}. */
    void add(KmemCache cache) {
        KernfsNode directory = kernfs.createDir(slabKset, cache.name());
        Map<String, Supplier<Object>> attributes = new TreeMap<>();
        attributes.put("object_size", cache::objectSize);
        attributes.put("slab_size", cache::size);
        attributes.put("order", cache::order);
        attributes.put("min_partial", cache::minPartial);
        attributes.put("cpu_partial", cache::cpuPartial);
        attributes.put("total_objects", () -> showSlabObjects(() -> cache.node().totalObjects()));
        attributes.put(
                "objects",
                () -> showSlabObjects(
                        () -> cache.node().totalObjects() - cache.node().countPartialFree()));
        attributes.put("slabs", () -> showSlabObjects(() -> cache.node().nrSlabs()));
        attributes.put("partial", () -> showSlabObjects(() -> cache.node().nrPartial()));
        attributes.put("cpu_slabs", () -> showSlabObjects(() -> cpuSlabs(cache)));
        attributes.forEach((name, value) -> kernfs.createFile(directory, name, name, readOnly(value)));
        kernfs.createFile(directory, "shrink", "shrink", shrinkAttribute(cache));
        cache.setKobject(directory);
    }

    /** {@code sysfs_slab_alias}. Caller holds {@code slab_mutex}. */
    void alias(KmemCache cache, String name) {
        KernfsNode directory = cache.kobject();
        if (directory != null && !name.equals(cache.name())) {
            cache.links().add(kernfs.createLink(slabKset, name, directory));
        }
    }

    /** {@code sysfs_slab_unlink}: waits for who uses one of the files. */
    void unlink(KmemCache cache) {
        List.copyOf(cache.links()).forEach(kernfs::remove);
        KernfsNode directory = cache.kobject();
        if (directory != null) {
            kernfs.remove(directory);
        }
    }

    /** {@code show_slab_objects}; until e4f8e513c3d3 it held the memory hotplug lock, to be sure of the nodes. */
    private int showSlabObjects(Supplier<Integer> count) {
        return policy.showTakesMems() ? locks.underMems(count) : count.get();
    }

    private static int cpuSlabs(KmemCache cache) {
        return cache.cpuSlabs().stream()
                .flatMapToInt(cpu -> IntStream.of(cpu.slabs()))
                .sum();
    }

    private static KernfsOps readOnly(Supplier<Object> value) {
        return new KernfsOps() {
            @Override
            public String seqShow() {
                return value.get() + "\n";
            }

            @Override
            public int write(String text) {
                return Errno.EINVAL;
            }
        };
    }

    private KernfsOps shrinkAttribute(KmemCache cache) {
        return new KernfsOps() {
            @Override
            public String seqShow() {
                return "";
            }

            @Override
            public int write(String text) {
                if (!text.startsWith("1")) {
                    return Errno.EINVAL;
                }
                int error = shrink.applyAsInt(cache);
                return error < 0 ? error : text.length();
            }
        };
    }
}
