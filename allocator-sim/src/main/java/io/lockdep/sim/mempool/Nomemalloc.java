package io.lockdep.sim.mempool;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Task;

/**
 * When a pool's own allocations may use the page allocator's reserves: what was argued about in July 2016.
 */
public enum Nomemalloc {
    /** Never (b84a35be0285 of 2005, and again since 4e390b2b2f34). */
    FORCED,
    /** When the pool's reserve is empty (f9054c70d28b, 4.6). */
    IF_FREE,
    /** For victims of the out-of-memory killer (RFC of July 2016, never merged). */
    NOT_VICTIM;

    Gfp apply(Gfp gfp, Task task) {
        return this == NOT_VICTIM && task.isMemdie() ? gfp.without(Gfp.NOMEMALLOC) : gfp.or(Gfp.NOMEMALLOC);
    }
}
