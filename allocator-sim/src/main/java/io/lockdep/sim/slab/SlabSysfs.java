package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Kernfs;
import io.lockdep.sim.kernfs.KernfsNode;
import io.lockdep.sim.kernfs.KernfsOps;
import java.util.List;

/**
 * The directories {@code /sys/kernel/slab/CACHE} and their files; {@code sysfs_slab_add}, {@code sysfs_slab_alias},
 * {@code sysfs_slab_unlink} and {@code slab_attr_store} of mm/slub.c, 5.3. The caches of cgroups are in
 * {@code CACHE/cgroup}.
 *
 * <p>Until 5.9 what is written to a file of a root cache is written to the caches of cgroups too, under
 * {@code slab_mutex}: enough for a cycle of two (107dab5c92d5, scenario S2b).
 *
 * <p>Departure: a cache that is merged with others keeps its own name instead of a made-up one.
 */
final class SlabSysfs {

    private static final String CGROUP = "cgroup";

    private final SlabPolicy policy;
    private final Kernfs kernfs;
    private final CacheList list;
    private final List<SlabAttribute> attributes;
    private final KernfsNode slabKset;

    SlabSysfs(SlabPolicy policy, Kernfs kernfs, CacheList list, List<SlabAttribute> attributes) {
        this.policy = policy;
        this.kernfs = kernfs;
        this.list = list;
        this.attributes = List.copyOf(attributes);
        slabKset = kernfs.createDir(kernfs.createDir(kernfs.root(), "kernel"), "slab");
    }

    /** {@code sysfs_slab_add}. Caller holds {@code slab_mutex}. */
    void add(KmemCache cache) {
        KernfsNode directory = kernfs.createDir(parent(cache), cache.name());
        for (SlabAttribute attribute : attributes) {
            kernfs.createFile(directory, attribute.name(), attribute.name(), new AttributeFile(cache, attribute));
        }
        if (cache.isRootCache() && !policy.memcgSharesCaches()) {
            cache.setMemcgKset(kernfs.createDir(directory, CGROUP));
        }
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

    /** {@code cache_kset}. */
    private KernfsNode parent(KmemCache cache) {
        KmemCache root = cache.memcgParams().rootCache();
        KernfsNode memcgKset = root == null ? null : root.memcgKset();
        return memcgKset == null ? slabKset : memcgKset;
    }

    /** {@code slab_attr_store}. */
    private int slabAttrStore(KmemCache cache, SlabAttribute attribute, String text) {
        int taken = attribute.store().write(cache, text);
        if (policy.storeTakesSlabMutex() && taken >= 0 && cache.isRootCache()) {
            list.underSlabMutex(() -> list.childrenOf(cache).stream()
                    .filter(child -> !child.memcgParams().isDeactivated())
                    .forEach(child -> attribute.store().write(child, text)));
        }
        return taken;
    }

    private final class AttributeFile implements KernfsOps {

        private final KmemCache cache;
        private final SlabAttribute attribute;

        AttributeFile(KmemCache cache, SlabAttribute attribute) {
            this.cache = cache;
            this.attribute = attribute;
        }

        @Override
        public String seqShow() {
            String shown = attribute.show().apply(cache).toString();
            return shown.isEmpty() ? "" : shown + "\n";
        }

        @Override
        public int write(String text) {
            return slabAttrStore(cache, attribute, text);
        }
    }
}
