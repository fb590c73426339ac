package io.lockdep.sim.workqueue;

import io.lockdep.sim.sched.TimerList;
import io.lockdep.sim.sched.Timers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the manager of a pool does: makes another worker, however long that takes, and meanwhile lets a timer call
 * rescuers; {@code maybe_create_worker} and {@code pool_mayday_timeout} of kernel/workqueue.c, 4.11.
 */
final class MaybeCreateWorker {

    /** {@code MAYDAY_INITIAL_TIMEOUT}. */
    private static final long MAYDAY_INITIAL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** {@code MAYDAY_INTERVAL}. */
    private static final long MAYDAY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** {@code CREATE_COOLDOWN}. */
    private static final long CREATE_COOLDOWN_NS = TimeUnit.SECONDS.toNanos(1);

    private final WorkerPool pool;
    private final Dispatch dispatch;
    private final Timers timers;
    private final TimerList maydayTimer;

    MaybeCreateWorker(WorkerPool pool, Dispatch dispatch) {
        this.pool = pool;
        this.dispatch = dispatch;
        timers = dispatch.timers();
        maydayTimer = timers.setupTimer(this::poolMaydayTimeout);
    }

    /** Returns when there is an idle worker, or no need for one any more. The caller is the pool's only manager. */
    void untilThereIsOne() {
        while (pool.needToCreateWorker()) {
            timers.modTimer(maydayTimer, MAYDAY_INITIAL_NS);
            try {
                while (!pool.createWorker() && pool.needToCreateWorker()) {
                    scheduleTimeout();
                }
            } finally {
                timers.delTimerSync(maydayTimer);
            }
        }
    }

    /** Regular workers are of no help just now: calls the rescuers of everything that is queued. */
    private void poolMaydayTimeout() {
        if (pool.needToCreateWorker()) {
            pool.pending().forEach(queued -> queued.workqueue().sendMayday(queued.pool()));
        }
        timers.modTimer(maydayTimer, MAYDAY_INTERVAL_NS);
    }

    private void scheduleTimeout() {
        CountDownLatch cooledDown = new CountDownLatch(1);
        timers.modTimer(timers.setupTimer(cooledDown::countDown), CREATE_COOLDOWN_NS);
        dispatch.await(cooledDown);
    }
}
