package io.lockdep.sim.workqueue;

import io.lockdep.sim.kthread.Kthread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers and other threads that run as soon as there is work, like the kernel's.
 */
public final class FreeDispatch implements Dispatch {

    @Override
    public void serve(Worker worker) {
        QueuedWork queued = worker.pool().awaitWork(worker);
        while (queued != null) {
            worker.processOneWork(queued);
            queued = worker.pool().awaitWork(worker);
        }
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
    public void awaitDone(QueuedWork queued) {
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
    public void retire(Worker worker) {
        // A stopped pool has woken its workers already.
    }

    @Override
    public void retire(Kthread kthread) {
        // Who tells a thread to stop has woken it already.
    }
}
