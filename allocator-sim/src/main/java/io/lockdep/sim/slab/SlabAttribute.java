package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Errno;
import java.util.function.Function;

/**
 * A file that every cache has in sysfs; {@code struct slab_attribute} of mm/slub.c.
 *
 * @param name of the file and of its lock class
 * @param show what it says about a cache
 * @param store what writing to it does with a cache
 */
record SlabAttribute(String name, Function<KmemCache, Object> show, Store store) {

    /** Writes to a cache's attribute. */
    @FunctionalInterface
    interface Store {

        /** Returns the number of characters taken, or a negative {@link Errno}. */
        int write(KmemCache cache, String text);
    }

    /** {@code SLAB_ATTR_RO}. */
    static SlabAttribute readOnly(String name, Function<KmemCache, Object> show) {
        return new SlabAttribute(name, show, (cache, text) -> Errno.EINVAL);
    }
}
