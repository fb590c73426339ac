package io.lockdep.sim.dm;

import io.lockdep.Lockdep;
import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.bio.BlockDevice;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueue;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A disk that writes what is on its queue and then says so; a {@code request_queue} with the device behind it.
 *
 * <p>Departure: the end of a request is an interrupt in the kernel, and a work on {@code kblockd} here.
 */
public final class Disk implements BlockDevice {

    private final Workqueues workqueues;
    private final Workqueue kblockd;
    private final Work run;
    private final ReentrantLock queueLock = Lockdep.name(new ReentrantLock(), "&q->queue_lock");
    private final Deque<Bio> queue = new ArrayDeque<>();
    private final AtomicLong sectorsWritten = new AtomicLong();

    /** How many requests it will complete until somebody says otherwise; guarded by {@link #queueLock}. */
    private long mayComplete = Long.MAX_VALUE;

    /**
     * Makes a disk with nothing to do.
     *
     * @param workqueues where its completions run
     */
    public Disk(Workqueues workqueues) {
        this.workqueues = workqueues;
        kblockd = workqueues.allocWorkqueue("kblockd", Workqueue.Kind.MEM_RECLAIM);
        run = Work.named("(work_completion)(&q->run_work)", this::runQueue);
    }

    @Override
    public void submitBio(Bio bio) {
        queueLock.lock();
        try {
            queue.addLast(bio);
        } finally {
            queueLock.unlock();
        }
        workqueues.queueWorkOn(0, kblockd, run);
    }

    /**
     * Makes it a slow disk, which completes only so many more requests; the rest stays on its queue.
     *
     * @param requests how many; {@link Long#MAX_VALUE} for all there will ever be
     */
    public void completeOnly(long requests) {
        queueLock.lock();
        try {
            mayComplete = requests;
        } finally {
            queueLock.unlock();
        }
        workqueues.queueWorkOn(0, kblockd, run);
    }

    /**
     * What it has done.
     *
     * @return pages written since boot
     */
    public long sectorsWritten() {
        return sectorsWritten.get();
    }

    private void runQueue() {
        for (Bio bio = next(); bio != null; bio = next()) {
            sectorsWritten.addAndGet(bio.pfns().length);
            bio.endIo().run();
        }
    }

    private @Nullable Bio next() {
        queueLock.lock();
        try {
            if (mayComplete == 0 || queue.isEmpty()) {
                return null;
            }
            mayComplete--;
            return queue.removeFirst();
        } finally {
            queueLock.unlock();
        }
    }
}
