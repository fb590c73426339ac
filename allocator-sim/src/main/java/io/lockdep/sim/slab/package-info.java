/** Caches of equal objects: slabs, per-CPU and node lists, the list of caches, and their files in sysfs. */
@NullMarked
package io.lockdep.sim.slab;

import org.jspecify.annotations.NullMarked;
