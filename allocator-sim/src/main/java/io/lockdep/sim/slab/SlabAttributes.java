package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Errno;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * The attributes of caches, {@code slab_attrs[]} of mm/slub.c, 5.3.
 *
 * <p>Each runs with the active reference of its file. What it takes must not be what is held around the removal of the
 * file: reading the counters of slabs took the memory hotplug lock until e4f8e513c3d3 (scenario S2), and writing
 * {@code shrink} and {@code cpu_partial} takes what flushing all CPUs takes (S2b).
 */
final class SlabAttributes {

    private final SlabPolicy policy;
    private final HotplugLocks locks;
    private final SlabShrink shrink;
    private final FlushAll flush;

    SlabAttributes(SlabPolicy policy, HotplugLocks locks, SlabShrink shrink, FlushAll flush) {
        this.policy = policy;
        this.locks = locks;
        this.shrink = shrink;
        this.flush = flush;
    }

    List<SlabAttribute> all() {
        return List.of(
                SlabAttribute.readOnly("object_size", KmemCache::objectSize),
                SlabAttribute.readOnly("slab_size", KmemCache::size),
                SlabAttribute.readOnly("order", KmemCache::order),
                SlabAttribute.readOnly("total_objects", cache -> showSlabObjects(cache, KmemCache::totalObjects)),
                SlabAttribute.readOnly("objects", cache -> showSlabObjects(cache, SlabAttributes::objects)),
                SlabAttribute.readOnly("slabs", cache -> showSlabObjects(cache, KmemCache::nrSlabs)),
                SlabAttribute.readOnly(
                        "partial",
                        cache -> showSlabObjects(cache, of -> of.node().nrPartial())),
                SlabAttribute.readOnly("cpu_slabs", cache -> showSlabObjects(cache, SlabAttributes::cpuSlabs)),
                new SlabAttribute(
                        "min_partial",
                        KmemCache::minPartial,
                        (cache, text) -> storeNumber(cache, text, KmemCache::setMinPartial)),
                new SlabAttribute(
                        "cpu_partial",
                        KmemCache::cpuPartial,
                        (cache, text) -> storeNumber(cache, text, this::cpuPartialStore)),
                new SlabAttribute("shrink", cache -> "", this::shrinkStore));
    }

    /** How a counter is taken from a cache. */
    @FunctionalInterface
    private interface Counter {

        int of(KmemCache cache);
    }

    /** {@code show_slab_objects}; the lock was to make sure of the nodes. */
    private int showSlabObjects(KmemCache cache, Counter counter) {
        return policy.showTakesMems() ? locks.underMems(() -> counter.of(cache)) : counter.of(cache);
    }

    private static int objects(KmemCache cache) {
        return cache.totalObjects() - cache.node().countPartialFree();
    }

    private static int cpuSlabs(KmemCache cache) {
        return cache.cpuSlabs().stream().mapToInt(KmemCacheCpu::slabs).sum();
    }

    private void cpuPartialStore(KmemCache cache, int objects) {
        cache.setCpuPartial(objects);
        flush.flushAll(cache);
    }

    private int shrinkStore(KmemCache cache, String text) {
        if (!text.startsWith("1")) {
            return Errno.EINVAL;
        }
        int error = shrink.shrinkStore(cache);
        return error < 0 ? error : text.length();
    }

    /** {@code kstrtouint}, then the attribute's own business. */
    private static int storeNumber(KmemCache cache, String text, ObjIntConsumer<KmemCache> store) {
        int number;
        try {
            number = Integer.parseUnsignedInt(text.strip());
        } catch (NumberFormatException e) {
            return Errno.EINVAL;
        }
        if (number < 0) {
            return Errno.EINVAL;
        }
        store.accept(cache, number);
        return text.length();
    }
}
