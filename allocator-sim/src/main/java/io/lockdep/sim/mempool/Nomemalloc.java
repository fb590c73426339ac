package io.lockdep.sim.mempool;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.sched.Task;

/**
 * When a pool's own allocations may use the page allocator's reserves: what was argued about in July 2016. Who may use
 * them at all is up to the page allocator: reclaim ({@code PF_MEMALLOC}) and victims of the out-of-memory killer.
 */
public enum Nomemalloc {
    /** Never (b84a35be0285 of 2005, and again since 4e390b2b2f34, 4.8). */
    FORCED,
    /** When the pool's reserve is empty (f9054c70d28b, 4.6 and 4.7). */
    IF_FREE,
    /** When the pool's reserve is empty and the task is a victim (RFC 1/2 of 18 July 2016, never merged). */
    NOT_VICTIM;

    /** What all tries of an allocation have in common. */
    Gfp mask(Gfp gfp) {
        return this == IF_FREE ? gfp : gfp.or(Gfp.NOMEMALLOC);
    }

    /** What this try may do; looked at again in each round. */
    Gfp rightNow(Gfp gfp, boolean empty, Task task) {
        return switch (this) {
            case FORCED -> gfp;
            case IF_FREE -> empty ? gfp : gfp.or(Gfp.NOMEMALLOC);
            case NOT_VICTIM -> empty && task.isMemdie() ? gfp.without(Gfp.NOMEMALLOC) : gfp;
        };
    }
}
