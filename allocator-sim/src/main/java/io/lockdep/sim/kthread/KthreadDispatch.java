package io.lockdep.sim.kthread;

import java.util.concurrent.CountDownLatch;

/**
 * Who decides which thread of the kernel runs when: the threads themselves, or a script.
 */
public interface KthreadDispatch {

    /**
     * The life of such a thread: {@link Kthread#work} each time it is woken, until it is told to stop.
     *
     * @param kthread the calling thread's
     */
    void serve(Kthread kthread);

    /**
     * Lets a thread run that has got something to do ({@code wake_up_process}).
     *
     * @param kthread one that sleeps, or looks again before it sleeps
     */
    void wakeUp(Kthread kthread);

    /**
     * Waits for what some other thread will do.
     *
     * @param done falls when it is done
     */
    void await(CountDownLatch done);

    /**
     * The calling thread of the kernel sleeps for some time, as far as the dispatch decides about that.
     *
     * @param nanos how long
     * @return false if it has not slept and should do so by itself
     */
    boolean scheduleTimeout(long nanos);

    /**
     * Lets a thread leave {@link #serve} that was told to stop.
     *
     * @param kthread one that sleeps
     */
    void retire(Kthread kthread);
}
