package io.lockdep.sim.workqueue;

/**
 * Workers that run as soon as there is work, like the kernel's.
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
    public void awaitDone(QueuedWork queued) {
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                queued.done().await();
                done = true;
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
}
