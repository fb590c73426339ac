/** Physical pages: buddy lists, per-CPU lists, watermarks, reclaim and the slow path of allocation. */
@NullMarked
package io.lockdep.sim.memory;

import org.jspecify.annotations.NullMarked;
