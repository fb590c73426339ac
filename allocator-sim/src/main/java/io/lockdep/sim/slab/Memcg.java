package io.lockdep.sim.slab;

/**
 * A group of tasks whose kernel memory is counted; {@code struct mem_cgroup} as far as caches know it.
 */
public final class Memcg {

    private final int id;
    private final String name;
    private volatile boolean offline;

    /**
     * Makes one that is online.
     *
     * @param id {@code kmemcg_id}
     * @param name its directory's name
     */
    public Memcg(int id, String name) {
        this.id = id;
        this.name = name;
    }

    /**
     * Whether it was removed.
     *
     * @return true if no more caches are made for it
     */
    public boolean isOffline() {
        return offline;
    }

    void setOffline() {
        offline = true;
    }

    /** The name of its cache for a root cache. */
    String cacheName(KmemCache root) {
        return root.name() + "(" + id + ":" + name + ")";
    }
}
