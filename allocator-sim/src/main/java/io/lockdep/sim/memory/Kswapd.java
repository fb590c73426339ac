package io.lockdep.sim.memory;

import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reclaim in the background, from the low mark up to the high one; {@code kswapd} and {@code balance_pgdat} of
 * mm/vmscan.c.
 *
 * <p>No thread of it runs until {@link #kswapdRun}; a script gives an actor the turns of kswapd instead.
 *
 * <p>Departures: one for all zones; no compaction after it; no priorities, it takes 32 pages in each round, and gives
 * up as from 4.12 on (c73322d098e4), where 4.10 would sleep after 12 rounds and begin again when woken.
 */
public final class Kswapd {

    /** Rounds without progress before a node is hopeless ({@code MAX_RECLAIM_RETRIES}). */
    private static final int MAX_RECLAIM_RETRIES = 16;

    private final Vmscan vmscan;
    private final Freelist freelist;
    private final FsReclaim fsReclaim;
    private final Tracepoints trace;
    private volatile boolean wanted;
    private volatile boolean stop;
    private volatile @Nullable Thread thread;

    Kswapd(Vmscan vmscan, Freelist freelist, FsReclaim fsReclaim, Tracepoints trace) {
        this.vmscan = vmscan;
        this.freelist = freelist;
        this.fsReclaim = fsReclaim;
        this.trace = trace;
    }

    /** Somebody found memory below the low mark ({@code wakeup_kswapd}). */
    void wakeupKswapd() {
        wanted = true;
        Thread sleeper = thread;
        if (sleeper != null) {
            LockSupport.unpark(sleeper);
        }
    }

    /** Starts its thread ({@code kswapd_run}). */
    public void kswapdRun() {
        Thread started = new Thread(() -> Task.named("kswapd0", 0).run(this::kswapd), "kswapd0");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Ends its thread ({@code kswapd_stop}). */
    public void kswapdStop() {
        Thread running = thread;
        stop = true;
        while (running != null && running.isAlive()) {
            LockSupport.unpark(running);
            try {
                running.join(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Whether somebody has woken it.
     *
     * @return true until it has balanced
     */
    public boolean isWanted() {
        return wanted;
    }

    /**
     * Reclaims until all zones are above their high marks, or nothing can be reclaimed. The calling task is kswapd.
     *
     * @return pages freed
     */
    public int balancePgdat() {
        wanted = false;
        Task task = Task.current();
        boolean tracked = fsReclaim.acquire(Gfp.KERNEL);
        task.setMemalloc(true);
        int reclaimed = 0;
        try {
            int fruitless = 0;
            while (!stop && fruitless < MAX_RECLAIM_RETRIES && !freelist.isBalanced()) {
                int freed = vmscan.shrinkNode(Gfp.KERNEL);
                fruitless = freed > 0 ? 0 : fruitless + 1;
                reclaimed += freed;
                freelist.drainLocalPages();
            }
            trace.emit("mm_vmscan_kswapd_sleep", "nr_reclaimed", reclaimed);
            return reclaimed;
        } finally {
            task.setMemalloc(false);
            if (tracked) {
                fsReclaim.release();
            }
        }
    }

    private void kswapd() {
        while (!stop) {
            if (wanted) {
                balancePgdat();
            } else {
                LockSupport.park(this);
            }
        }
    }
}
