package io.lockdep.sim.kthread;

import io.lockdep.LockMap;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.sched.Uninterruptibly;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The kernel's own threads of one machine, other than kworkers: makes them, and ends them all when the machine stops.
 */
public final class Kthreads {

    private final KthreadDispatch dispatch;
    private final Queue<Kthread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> oopses = new ConcurrentLinkedQueue<>();

    /**
     * Makes none.
     *
     * @param dispatch who decides which of them runs when
     */
    public Kthreads(KthreadDispatch dispatch) {
        this.dispatch = dispatch;
    }

    /**
     * Makes a thread and starts it ({@code kthread_run}).
     *
     * @param name its {@code comm}
     * @param cpu the CPU it runs on
     * @param threadFn what it does each time it is woken
     * @return the thread, asleep
     */
    public Kthread kthreadRun(String name, int cpu, Runnable threadFn) {
        return kthreadRun(Task.named(name, cpu), threadFn);
    }

    /**
     * Makes a thread of a special kind and starts it.
     *
     * @param task what it is to be
     * @param threadFn what it does each time it is woken
     * @return the thread, asleep
     */
    public Kthread kthreadRun(Task task, Runnable threadFn) {
        Kthread kthread = new Kthread(this, task, threadFn);
        threads.add(kthread);
        kthread.thread().start();
        return kthread;
    }

    /**
     * Makes something to wait for ({@code init_completion}).
     *
     * @param map the lock map of its class, shared by all completions of one kind
     * @return a completion that is not done
     */
    public Completion completion(LockMap map) {
        return new Completion(dispatch, map);
    }

    /**
     * What threads threw.
     *
     * @return every exception so far; a run in which there is one has failed
     */
    public List<Throwable> oopses() {
        return List.copyOf(oopses);
    }

    /** Ends all threads once they sleep, and waits for them. */
    public void stop() {
        for (Kthread kthread : threads) {
            kthread.tellToStop();
            dispatch.retire(kthread);
            Uninterruptibly.join(kthread.thread());
        }
    }

    KthreadDispatch dispatch() {
        return dispatch;
    }

    void oops(Throwable thrown) {
        oopses.add(thrown);
    }
}
