package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.KernfsNode;
import io.lockdep.sim.percpu.PercpuPtr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A cache of objects of one size; {@code struct kmem_cache} of include/linux/slub_def.h, 5.3.
 *
 * <p>Departure: the descriptor costs no simulated memory; of its per-CPU structure only the space is taken from the
 * per-CPU allocator, the contents are Java objects.
 */
public final class KmemCache {

    private final String name;
    private volatile int objectSize;
    private final int size;
    private final int order;
    private final List<KmemCacheCpu> cpuSlabs = new ArrayList<>();
    private final KmemCacheNode node = new KmemCacheNode();
    private final PercpuPtr cpuSlabSpace;
    private final MemcgParams memcgParams;

    /** Objects that callers have got and not given back; what the slabs say is compared with it. */
    private final AtomicLong handedOut = new AtomicLong();

    private volatile int minPartial;
    private volatile int cpuPartial;

    /** Users by name and by alias; guarded by {@code slab_mutex}. */
    private int refcount = 1;

    /** Guarded by {@code slab_mutex}. */
    private final List<KernfsNode> links = new ArrayList<>();

    private volatile @Nullable KernfsNode kobject;

    /** Where the caches of cgroups are, for a root cache. */
    private volatile @Nullable KernfsNode memcgKset;

    private volatile boolean shutDown;

    KmemCache(String name, int objectSize, int possibleCpus, PercpuPtr space, MemcgParams memcgParams) {
        this.name = name;
        this.objectSize = objectSize;
        this.memcgParams = memcgParams;
        cpuSlabSpace = space;
        size = SlabSizes.aligned(objectSize);
        order = SlabSizes.calculateOrder(size, possibleCpus);
        minPartial = SlabSizes.minPartial(size);
        cpuPartial = SlabSizes.cpuPartial(size);
        for (int cpu = 0; cpu < possibleCpus; cpu++) {
            cpuSlabs.add(new KmemCacheCpu());
        }
    }

    /**
     * Its name.
     *
     * @return the name it was created with first
     */
    public String name() {
        return name;
    }

    /**
     * The size asked for, by whoever of its users asked for most.
     *
     * @return bytes of an object, without padding
     */
    public int objectSize() {
        return objectSize;
    }

    /**
     * Pages of a slab.
     *
     * @return base-2 logarithm
     */
    public int order() {
        return order;
    }

    /**
     * Whether it was destroyed.
     *
     * @return true once nobody may allocate from it
     */
    public boolean isShutDown() {
        return shutDown;
    }

    /**
     * Its slabs.
     *
     * @return how many there are, full ones included; exact at rest
     */
    public int nrSlabs() {
        return node.nrSlabs();
    }

    /**
     * The objects of its slabs.
     *
     * @return free ones included; exact at rest
     */
    public int totalObjects() {
        return node.totalObjects();
    }

    /**
     * What the slabs say is in use.
     *
     * @return the sum over all slabs; exact at rest
     */
    public int objectsInUse() {
        return node.all().stream().mapToInt(Slab::inuse).sum();
    }

    /**
     * What callers have.
     *
     * @return objects allocated and not yet freed
     */
    public long handedOut() {
        return handedOut.get();
    }

    /**
     * Its directory in sysfs.
     *
     * @return null before it is made
     */
    public @Nullable KernfsNode kobject() {
        return kobject;
    }

    int size() {
        return size;
    }

    KmemCacheCpu cpuSlab(int cpu) {
        return cpuSlabs.get(cpu);
    }

    List<KmemCacheCpu> cpuSlabs() {
        return cpuSlabs;
    }

    KmemCacheNode node() {
        return node;
    }

    PercpuPtr cpuSlabSpace() {
        return cpuSlabSpace;
    }

    MemcgParams memcgParams() {
        return memcgParams;
    }

    boolean isRootCache() {
        return memcgParams.rootCache() == null;
    }

    int minPartial() {
        return minPartial;
    }

    int cpuPartial() {
        return cpuPartial;
    }

    /** {@code set_min_partial}. */
    void setMinPartial(int slabs) {
        minPartial = SlabSizes.clampMinPartial(slabs);
    }

    void setCpuPartial(int objects) {
        cpuPartial = objects;
    }

    /** {@code __kmemcg_cache_deactivate}: keeps nothing from now on. */
    void keepNothing() {
        minPartial = 0;
        cpuPartial = 0;
    }

    void noteAllocated() {
        handedOut.incrementAndGet();
    }

    void noteFreed() {
        handedOut.decrementAndGet();
    }

    /** Caller holds {@code slab_mutex}, as for the next three. */
    int addUsers(int users) {
        refcount += users;
        return refcount;
    }

    /** Another user asks for objects of about the same size ({@code __kmem_cache_alias}). */
    void addAlias(int size) {
        refcount++;
        objectSize = Math.max(objectSize, size);
    }

    List<KernfsNode> links() {
        return links;
    }

    void setKobject(KernfsNode directory) {
        kobject = directory;
    }

    @Nullable
    KernfsNode memcgKset() {
        return memcgKset;
    }

    void setMemcgKset(KernfsNode directory) {
        memcgKset = directory;
    }

    void setShutDown() {
        shutDown = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
