package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Schedule;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the largest process when nothing else is left, and lets it use the reserves so that it can exit; {@code
 * __alloc_pages_may_oom} of mm/page_alloc.c and {@code out_of_memory} of mm/oom_kill.c, 4.10.
 *
 * <p>{@code oom_lock} is only ever tried: who does not get it sleeps for a tick, since somebody else is killing.
 *
 * <p>Departures: only processes that were registered can be killed, and without any the allocation fails where the
 * kernel would panic; no reaper, a victim frees its memory itself; the sleep is after {@code oom_lock}, as from 4.19 on.
 */
public final class OomKiller {

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(4);

    private final ReentrantLock oomLock = Lockdep.name(new ReentrantLock(), "oom_lock");
    private final Map<Task, AnonymousMemory> tasklist = new ConcurrentHashMap<>();
    private final Schedule schedule;
    private final Tracepoints trace;

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

    /** The last resort of an allocation; sets {@code didSomeProgress} if it is worth another try. */
    int allocPagesMayOom(AllocContext ac, Freelist freelist) {
        ac.didSomeProgress = 0;
        if (!ac.gfp.has(Gfp.FS) || tasklist.isEmpty()) {
            return Memmap.NONE;
        }
        boolean mine = oomLock.tryLock();
        if (mine) {
            try {
                int pfn = freelist.getPageFromFreelist(ac.gfp, ac.order, Watermarks.Mark.HIGH);
                if (pfn != Memmap.NONE) {
                    return pfn;
                }
                ac.didSomeProgress = outOfMemory() ? 1 : 0;
            } finally {
                oomLock.unlock();
            }
        } else {
            ac.didSomeProgress = 1;
        }
        if (ac.didSomeProgress > 0 && !Task.current().isMemdie()) {
            schedule.ioScheduleTimeout(TICK_NS);
        }
        return Memmap.NONE;
    }

    /** Kills the largest process, unless a victim is still exiting. */
    private boolean outOfMemory() {
        Task largest = null;
        int size = -1;
        for (Map.Entry<Task, AnonymousMemory> process : tasklist.entrySet()) {
            if (process.getKey().isMemdie()) {
                return true;
            }
            if (process.getValue().size() > size) {
                largest = process.getKey();
                size = process.getValue().size();
            }
        }
        return kill(largest, size);
    }

    private boolean kill(@Nullable Task victim, int size) {
        if (victim == null) {
            return false;
        }
        victim.markOomVictim();
        trace.emit("mark_victim " + victim.name(), "anon-rss", size);
        return true;
    }
}
