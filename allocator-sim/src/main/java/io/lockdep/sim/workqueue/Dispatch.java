package io.lockdep.sim.workqueue;

import io.lockdep.sim.kthread.KthreadDispatch;

/**
 * Who decides which worker, and which other thread of the kernel, runs when: the threads themselves
 * ({@link FreeDispatch}), or a script.
 */
public interface Dispatch extends KthreadDispatch {

    /**
     * The life of a worker thread: executes works of its pool until the pool stops.
     *
     * @param worker the calling thread's worker, idle at the moment
     */
    void serve(Worker worker);

    /**
     * Waits until a queued work has been executed ({@code wait_for_completion(&barr->done)}).
     *
     * @param queued what to wait for; it may be done already
     */
    void awaitDone(QueuedWork queued);

    /**
     * Lets an idle worker of a stopped pool leave {@link #serve}.
     *
     * @param worker any worker of the pool
     */
    void retire(Worker worker);
}
