package io.lockdep.sim.workqueue;

import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.progress.Undertaking;
import io.lockdep.sim.sched.Timers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Workers and other threads that run as soon as there is work, like the kernel's.
 */
public final class FreeDispatch implements Dispatch {

    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Timers timers = Timers.free();

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public void serve(Worker worker) {
        worker.executeAll();
    }

    @Override
    public void serve(Kthread kthread) {
        while (!kthread.shouldStop()) {
            kthread.work();
            kthread.sleep();
        }
    }

    @Override
    public void wakeUp(Kthread kthread) {
        LockSupport.unpark(kthread.thread());
    }

    @Override
    public void awaitDone(QueuedWork queued, Undertaking flush) {
        await(queued.done());
    }

    @Override
    public void await(CountDownLatch done) {
        boolean interrupted = false;
        while (done.getCount() > 0) {
            try {
                done.await();
            } catch (InterruptedException e) {
                // The kernel waits uninterruptibly here; whoever interrupts finds the flag when the wait is over.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void executed(QueuedWork queued) {
        // Who waits for it is woken anyway.
    }

    @Override
    public void awaitRest(BooleanSupplier atRest) {
        while (!atRest.getAsBoolean()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
    }

    @Override
    public boolean scheduleTimeout(long nanos) {
        return false;
    }

    @Override
    public void retire(Worker worker) {
        // A stopped pool has woken its workers already.
    }

    @Override
    public void retire(Kthread kthread) {
        // Who tells a thread to stop has woken it already.
    }
}
