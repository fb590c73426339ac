package io.lockdep.sim.kthread;

import io.lockdep.sim.sched.Task;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the kernel that serves requests: sleeps, looks for what there is to do, does it, sleeps again;
 * {@code kthread_run} of kernel/kthread.c and {@code smpboot_thread_fn} of kernel/smpboot.c.
 */
public final class Kthread {

    private final Kthreads owner;
    private final Thread thread;
    private final Runnable threadFn;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean shouldStop;

    Kthread(Kthreads owner, Task task, Runnable threadFn) {
        this.owner = owner;
        this.threadFn = threadFn;
        thread = new Thread(() -> task.run(() -> owner.dispatch().serve(this)), task.name());
        thread.setDaemon(true);
    }

    /**
     * Its thread.
     *
     * @return named as in the kernel
     */
    public Thread thread() {
        return thread;
    }

    /** Lets it look for what there is to do. */
    public void wakeUp() {
        woken.set(true);
        owner.dispatch().wakeUp(this);
    }

    /**
     * Whether it was told to end ({@code kthread_should_stop}).
     *
     * @return true once it is to leave
     */
    public boolean shouldStop() {
        return shouldStop;
    }

    /** Sleeps until it is woken or told to stop; for a dispatch that lets threads run freely. */
    public void sleep() {
        while (!woken.get() && !shouldStop) {
            LockSupport.park(this);
        }
    }

    /** Does what there is to do, if it was woken. The calling thread is this one's. */
    public void work() {
        if (!woken.getAndSet(false)) {
            return;
        }
        try {
            threadFn.run();
        } catch (RuntimeException | Error e) {
            owner.oops(e);
        }
    }

    void tellToStop() {
        shouldStop = true;
        LockSupport.unpark(thread);
    }
}
