package io.lockdep.sim.workqueue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The works of one workqueue on one pool, of which only so many are executed at the same time; {@code struct
 * pool_workqueue}. Without that, works that wait for one lock would take a kworker each.
 *
 * <p>Guarded by the pool's lock.
 */
final class PoolWorkqueue {

    private final int maxActive;
    private final Deque<QueuedWork> delayedWorks = new ArrayDeque<>();
    private int nrActive;

    PoolWorkqueue(int maxActive) {
        this.maxActive = maxActive;
    }

    /** A work is queued: true if a worker may take it, false if others have to be done first. */
    boolean activate(QueuedWork queued) {
        if (nrActive == maxActive) {
            delayedWorks.addLast(queued);
            return false;
        }
        nrActive++;
        return true;
    }

    /** A work is done; returns the one that may be taken instead ({@code pwq_dec_nr_in_flight}). */
    @Nullable
    QueuedWork decNrInFlight() {
        QueuedWork next = delayedWorks.pollFirst();
        if (next == null) {
            nrActive--;
        }
        return next;
    }
}
