/** Pools with a reserve, so that memory can be freed when there is none; mm/mempool.c. */
@NullMarked
package io.lockdep.sim.mempool;

import org.jspecify.annotations.NullMarked;
