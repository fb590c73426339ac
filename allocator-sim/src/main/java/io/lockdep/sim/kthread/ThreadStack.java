package io.lockdep.sim.kthread;

/**
 * The memory that a thread of the kernel stands on: its kernel stack.
 */
@FunctionalInterface
public interface ThreadStack {

    /** Gives it back when the thread has ended ({@code free_thread_stack}); called by a task. */
    void free();
}
