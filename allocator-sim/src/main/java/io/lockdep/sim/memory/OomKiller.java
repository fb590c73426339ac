package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Chooses the largest process when nothing else is left, and lets it use the reserves so that it can exit; {@code
 * __alloc_pages_may_oom} of mm/page_alloc.c and {@code out_of_memory} of mm/oom_kill.c, 4.10.
 *
 * <p>{@code oom_lock} is only ever tried: who does not get it sleeps for a tick, since somebody else is killing.
 *
 * <p>Departures: only processes that were registered can be killed, all others are as if {@code oom_score_adj} were
 * -1000, and without any the allocation fails where the kernel would panic; no {@code oom_reaper} (4.6), a victim frees
 * its memory itself; who waits for a victim sleeps a tick in each round, and after {@code oom_lock}, as from 4.19 on.
 */
public final class OomKiller {

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(4);

    private final ReentrantLock oomLock = Lockdep.name(new ReentrantLock(), "oom_lock");
    private final Map<Task, AnonymousMemory> tasklist = new ConcurrentHashMap<>();
    private final Schedule schedule;
    private final Tracepoints trace;
    private final AtomicInteger kills = new AtomicInteger();

    OomKiller(Schedule schedule, Tracepoints trace) {
        this.schedule = schedule;
        this.trace = trace;
    }

    /**
     * A process that can be killed.
     *
     * @param task its only thread
     * @param mm its memory
     */
    public void register(Task task, AnonymousMemory mm) {
        tasklist.put(task, mm);
    }

    /**
     * A process has exited ({@code exit_oom_victim}).
     *
     * @param task its thread
     */
    public void exit(Task task) {
        tasklist.remove(task);
        task.exitOomVictim();
    }

    /**
     * How many processes were killed.
     *
     * @return kills since boot
     */
    public int kills() {
        return kills.get();
    }

    /** The last resort of an allocation; sets {@code didSomeProgress} if it is worth another try. */
    int allocPagesMayOom(AllocContext ac, Freelist freelist) {
        ac.didSomeProgress = 1;
        if (oomLock.tryLock()) {
            try {
                int pfn = freelist.getPageFromFreelist(ac.gfp, ac.order, Watermarks.Mark.HIGH);
                if (pfn != Memmap.NONE) {
                    return pfn;
                }
                ac.didSomeProgress = outOfMemory(ac.gfp) ? 1 : 0;
            } finally {
                oomLock.unlock();
            }
        }
        if (ac.didSomeProgress == 0) {
            // The last process may have exited a moment ago.
            return freelist.getPageFromFreelist(ac.gfp, ac.order, Watermarks.Mark.MIN);
        }
        if (!Task.current().isMemdie()) {
            schedule.ioScheduleTimeout(TICK_NS);
        }
        return Memmap.NONE;
    }

    /** Kills the largest process, unless a victim is still exiting, or the caller could not have reclaimed all there is. */
    private boolean outOfMemory(Gfp gfp) {
        Task largest = null;
        int points = -1;
        for (Map.Entry<Task, AnonymousMemory> process : tasklist.entrySet()) {
            if (process.getKey().isMemdie()) {
                return true;
            }
            if (process.getValue().oomBadness() > points) {
                largest = process.getKey();
                points = process.getValue().oomBadness();
            }
        }
        return largest != null && (!gfp.has(Gfp.FS) || kill(largest, points));
    }

    private boolean kill(Task victim, int points) {
        victim.markOomVictim();
        kills.incrementAndGet();
        trace.emit("mark_victim " + victim.name(), "score", points);
        return true;
    }
}
