package io.lockdep.sim.workqueue;

import io.lockdep.sim.kthread.KthreadDispatch;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Timers;
import java.util.function.BooleanSupplier;

/**
 * Who decides which worker, and which other thread of the kernel, runs when, and how time passes: the threads themselves
 * ({@link FreeDispatch}), or a script.
 */
public interface Dispatch extends KthreadDispatch {

    /**
     * The clock.
     *
     * @return the machine's timers
     */
    Timers timers();

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
     * @param flush the wait, for a dispatch that ends what would never end
     * @throws io.lockdep.sim.progress.Stalled if it has ended the wait
     */
    void awaitDone(QueuedWork queued, Undertaking flush);

    /**
     * A work has been executed, by a kworker or a rescuer, on the calling thread.
     *
     * @param queued which one
     */
    void executed(QueuedWork queued);

    /**
     * Waits until the machine has come so far that it can be stopped.
     *
     * @param atRest whether it has
     */
    void awaitRest(BooleanSupplier atRest);

    /**
     * Lets an idle worker of a stopped pool leave {@link #serve}.
     *
     * @param worker any worker of the pool
     */
    void retire(Worker worker);
}
