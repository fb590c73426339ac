package io.lockdep.sim.kthread;

import org.jspecify.annotations.Nullable;

/**
 * Where the stacks of new threads come from; {@code alloc_thread_stack_node} of kernel/fork.c.
 */
@FunctionalInterface
public interface ThreadStacks {

    /** Before the page allocator is up, memory comes from elsewhere ({@code memblock}) and costs the zones nothing. */
    ThreadStacks MEMBLOCK = () -> () -> {};

    /**
     * Allocates one; may sleep and reclaim.
     *
     * @return null if there is no memory
     */
    @Nullable
    ThreadStack allocThreadStackNode();
}
