package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import io.lockdep.graph.LockClass;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The events of a JVM's threads and tasks, called by instrumented code of the JDK: who hands work over, who runs it, who
 * waits for it.
 *
 * <p>Each piece of work is held by whoever runs it, as a {@link Body} below all locks; who waits for it waits for all that
 * it takes. The counterpart of {@link LockEvents} for what is no lock: called from any thread, at any time after {@link
 * #warmUp}; changes nothing and throws nothing. Runs when work changes hands, which is rare enough to look things up.
 */
public final class TaskEvents {

    private static final boolean ON = Engine.options().enabled();
    private static final int WAIT = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private TaskEvents() {}

    /**
     * This thread hands work over from now on.
     *
     * @param site number of the place, 0 if it does so no more
     */
    public static void handing(int site) {
        if (ON) {
            ThreadTable.current().handingSite = site;
        }
    }

    /**
     * A piece of work has been made, at the place that the caller has left.
     *
     * @param work a future
     */
    public static void made(Object work) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                if (!was) {
                    task(held, work);
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    /**
     * A piece of work is handed to a pool.
     *
     * @param work a future or something to run
     * @param executor the pool
     */
    public static void queues(Object work, Object executor) {
        if (!ON || work == null) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        TaskLock task = null;
        boolean was = held.enter();
        try {
            if (!was) {
                task = task(held, work);
                UnitLock pool = Pools.of(executor);
                task.pool = pool;
                if (pool != null) {
                    TaskClasses.handedTo(pool, task, held.handingSite);
                }
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
        if (task != null) {
            WaitEvents.queues(task);
        }
    }

    /**
     * A worker of a pool is about to run a piece of work.
     *
     * @param work a future or something to run
     * @param executor the pool
     */
    public static void takes(Object work, Object executor) {
        if (!ON || work == null) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            if (!was) {
                UnitLock pool = Pools.of(executor);
                TaskLock task = task(held, work);
                if (pool != null) {
                    run(held, pool, pool);
                    task.pool = pool;
                }
                begin(held, work, task);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /** A worker of a pool looks for work: what it has run is over. */
    public static void idles() {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            while (held.body() != null && !held.isBusy()) {
                end(held, held.body());
            }
        }
    }

    /**
     * This thread is about to run a piece of work.
     *
     * @param work a future that was made before
     */
    public static void begins(Object work) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            TaskLock task = was ? null : known(work);
            if (task != null && !Body.contains(held.body(), task)) {
                begin(held, work, task);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /**
     * This thread has run a piece of work, to its end or until it threw.
     *
     * @param work what {@link #begins} was told
     */
    public static void ends(Object work) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (!held.isBusy() && Body.runs(held.body(), work)) {
            Body ended;
            do {
                ended = held.body();
                end(held, ended);
            } while (ended != null && ended.work != work);
        }
    }

    /**
     * This thread is about to wait for a piece of work.
     *
     * @param work a future
     * @param timed whether it gives up after a while
     */
    public static void awaits(Object work, boolean timed) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            TaskLock task = held.isBusy() ? null : known(work);
            // Asked for its result after it was asked whether it is done: nobody waits.
            if (task != null && !held.thread.hasSeenEndOf(task)) {
                WaitEvents.awaits(held, task, timed ? WAIT | Acquisition.TIMED : WAIT);
                held.thread.waits(task);
            }
        }
    }

    /**
     * This thread has waited for a piece of work.
     *
     * @param work a future
     */
    public static void awaited(Object work) {
        gaveUp();
        sawEnd(work, true);
    }

    /**
     * This thread has waited for a piece of work, or given up.
     *
     * @param with the exception by which it ended
     * @param work a future
     */
    public static void failed(Throwable with, Object work) {
        gaveUp();
        sawEnd(work, !(with instanceof TimeoutException) && !(with instanceof InterruptedException));
    }

    /**
     * This thread is about to wait for the end of another one.
     *
     * @param thread the other one
     * @param timeoutMs how long, in milliseconds; 0 for ever
     */
    public static void joins(Thread thread, long timeoutMs) {
        awaits(thread, timeoutMs > 0);
    }

    /**
     * This thread has waited for the end of another one.
     *
     * @param thread the other one, which has ended or goes on
     */
    public static void joined(Thread thread) {
        gaveUp();
        sawEnd(thread, !thread.isAlive());
    }

    /** This thread has given up waiting. */
    public static void gaveUp() {
        if (ON) {
            ThreadTable.current().thread.waited();
        }
    }

    /**
     * This thread has seen whether a piece of work is done.
     *
     * @param work a future
     * @param done whether it is: then nothing of it can overlap what comes now
     */
    public static void sawEnd(Object work, boolean done) {
        if (ON && done) {
            HeldLocks held = ThreadTable.current();
            TaskLock task = held.isBusy() ? null : known(work);
            if (task != null) {
                held.thread.seesEndOf(task);
                if (!Body.contains(held.body(), task)) {
                    WaitEvents.joined(task);
                }
            }
        }
    }

    /**
     * This thread is about to start another one, at the place that the caller has left.
     *
     * @param child the thread
     */
    public static void starts(Thread child) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            if (!was && Companions.of(child) == null) {
                LockClass lockClass = ThreadClasses.of(child, held.handingSite);
                TaskLock body = new TaskLock(lockClass, WaitEvents.startTask());
                body.started = true;
                HeldLocks of = ThreadTable.of(child);
                body.runner = of.thread;
                of.thread.live(body.life);
                if (lockClass.rules().validates()) {
                    of.run(new Body(of.thread, body, null, 0, false, body.life));
                }
                Companions.put(child, body);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    static @Nullable TaskLock known(Object work) {
        return Companions.of(work) instanceof TaskLock task ? task : null;
    }

    /**
     * Work has been made that will end a future.
     *
     * @param work what runs
     * @param future what others wait for
     */
    public static void made(Object work, Object future) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            boolean was = held.enter();
            try {
                if (!was) {
                    Companions.put(work, task(held, future));
                }
            } catch (Throwable e) {
                Engine.internalError(e);
            }
            held.leave(was);
        }
    }

    // What is run again is another task; what waits to be run, and is handed over once more, began with the first time.
    private static TaskLock task(HeldLocks held, Object work) {
        TaskLock known = known(work);
        if (known != null && !known.started) {
            return known;
        }
        TaskLock fresh = new TaskLock(TaskClasses.of(held.handingSite, work), WaitEvents.startTask());
        Companions.put(work, fresh);
        return fresh;
    }

    static void begin(HeldLocks held, Object work, TaskLock task) {
        task.started = true;
        task.runner = held.thread;
        run(held, work, task);
        held.thread.live(task.life);
    }

    private static void run(HeldLocks held, Object work, ClassedLock what) {
        Lifeline before = held.thread.life();
        boolean onStack = held.depth() > 0;
        if (onStack) {
            boolean was = held.isBusy();
            held.leave(false);
            held.acquire(what, Acquisition.EXCLUSIVE | Acquisition.TRIED, 0);
            held.leave(was);
        }
        held.run(new Body(work, what, held.body(), held.depth(), onStack, before));
    }

    private static void end(HeldLocks held, @Nullable Body body) {
        if (body == null) {
            return;
        }
        boolean was = held.enter();
        try {
            if (!was && body.lock instanceof TaskLock task) {
                if (held.depth() > body.depth) {
                    Amendments.ended(held, body.depth, "a task of " + task.lockClassName());
                }
                task.runner = null;
                held.thread.seesEndOf(task);
                held.thread.live(body.before);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
        held.run(body.outer);
        if (body.onStack) {
            held.release(body.lock, Acquisition.EXCLUSIVE);
        }
    }

    static void warmUp() {
        Pools.warmUp();
        TaskClasses.warmUp();
        ThreadClasses.warmUp();
    }
}
