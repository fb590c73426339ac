package io.lockdep.sim.slab;

import io.lockdep.sim.kernfs.Errno;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;

/**
 * A file that every cache has in sysfs; {@code struct slab_attribute} of mm/slub.c.
 *
 * @param name of the file and of its lock class
 * @param show what it says about a cache
 * @param store what writing to it does with a cache: the number of characters taken, or a negative {@link Errno}
 */
record SlabAttribute(String name, Function<KmemCache, Object> show, ToIntBiFunction<KmemCache, String> store) {

    /** {@code SLAB_ATTR_RO}. */
    static SlabAttribute readOnly(String name, Function<KmemCache, Object> show) {
        return new SlabAttribute(name, show, (cache, text) -> Errno.EINVAL);
    }
}
