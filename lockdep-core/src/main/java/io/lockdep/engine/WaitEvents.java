package io.lockdep.engine;

import io.lockdep.graph.Acquired;
import io.lockdep.graph.Flow;
import io.lockdep.graph.Lifeline;
import io.lockdep.graph.LockClass;
import io.lockdep.graph.LockGraph;
import io.lockdep.graph.Ring;
import io.lockdep.report.Escape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of waits that are not locks: signals, supplies, tasks, threads. The counterpart of {@link LockEvents}, for
 * the public API and for instrumented code alike.
 *
 * <p>A wait is an edge like any other as soon as it is known what ends it. That is never guessed from what the signaller
 * did before: a task is exactly its body, a signal depends on the locks held at the moment of signalling.
 *
 * <p>Thread-safe; each call is about the current thread; nothing is thrown.
 */
public final class WaitEvents {

    private static final boolean ON = Engine.options().enabled();

    private WaitEvents() {}

    /**
     * This thread signals what others wait for. Who waits depends on every lock held here.
     *
     * @param signal what is signalled; an object with a lock class
     */
    public static void signals(Object signal) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                Waits.signal(held, Identity.of(signal));
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * This thread asks for a unit of a supply.
     *
     * @param supply the supply
     * @param flags how, see {@link Acquisition}
     */
    public static void takes(UnitLock supply, int flags) {
        takes(supply, 1, flags);
    }

    /**
     * This thread asks for units of a supply, all at once: it does not hold one while it waits for the next.
     *
     * @param supply the supply
     * @param count how many; nothing is said of none
     * @param flags how, see {@link Acquisition}
     */
    public static void takes(UnitLock supply, int count, int flags) {
        if (!ON || count < 1) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        int site = held.pendingSite;
        held.pendingSite = 0;
        try {
            if (supply.isSignal()) {
                if (!Acquisition.isTried(flags)) {
                    Waits.touch(held, supply, flags, site);
                }
                return;
            }
            HeldLock entry = held.find(supply);
            if (entry != null && !Acquisition.isTried(flags) && supply.isScarce(entry.units(), count)) {
                Waits.takeAgain(held, supply, entry, count, flags);
            }
            held.acquire(supply, flags, site);
            if (count > 1) {
                hold(held.find(supply), count - 1);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    // Counted, not looped: a semaphore that stands for readers and writers has more permits than one can count to.
    private static void hold(@Nullable HeldLock entry, int more) {
        if (entry != null) {
            entry.again += more;
        }
    }

    /** {@return how many of the units were not held} */
    private static long letGo(HeldLocks held, UnitLock supply, int count) {
        HeldLock entry = held.find(supply);
        if (entry == null) {
            return count;
        }
        long has = entry.units();
        if (count < has) {
            entry.again -= count;
            return 0;
        }
        entry.again -= has - 1;
        held.release(supply, Acquisition.EXCLUSIVE);
        return count - has;
    }

    /**
     * This thread gives back a unit of a supply, its own or another one's.
     *
     * @param supply the supply
     */
    public static void givesBack(UnitLock supply) {
        givesBack(supply, 1);
    }

    /**
     * This thread gives back units of a supply, its own or another one's.
     *
     * @param supply the supply
     * @param count how many
     */
    public static void givesBack(UnitLock supply, int count) {
        if (!ON || count < 1) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        try {
            boolean ofOthers = letGo(held, supply, count) > 0 && held.isComplete() && !held.isBusy();
            if (ofOthers && !supply.isSignal()) {
                supply.becomeSignal();
            }
            if (supply.isSignal()) {
                Waits.signal(held, supply);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * This thread passes a unit that it holds on to another one, which calls {@link #adopts}.
     *
     * @param supply the supply
     */
    public static void handsOff(UnitLock supply) {
        handsOff(supply, 1);
    }

    /**
     * This thread has units no longer, or has not got what it asked for, and nobody gets them by that.
     *
     * @param supply the supply
     * @param count how many
     */
    public static void handsOff(UnitLock supply, int count) {
        if (ON && count > 0) {
            try {
                letGo(ThreadTable.current(), supply, count);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * This thread gets a unit that another one passed on.
     *
     * @param supply the supply
     */
    public static void adopts(UnitLock supply) {
        if (ON && !supply.isSignal()) {
            LockEvents.acquire(supply, Acquisition.EXCLUSIVE | Acquisition.TRIED);
        }
    }

    static Lifeline startTask() {
        if (!ON) {
            return Lifeline.unknown();
        }
        HeldLocks held = ThreadTable.current();
        Lifeline own = held.thread.life();
        Lifeline started = own.start(true);
        held.thread.live(own);
        return started;
    }

    /**
     * A task waits for a worker of its pool: whoever waits for the task waits for a worker.
     *
     * @param task the task, not started yet
     */
    public static void queues(TaskLock task) {
        UnitLock pool = task.pool;
        if (!ON || pool == null) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            LockClass from = task.lockClass;
            long key = ChainCache.extend(Chain.outermost(from.index(), Acquisition.TRIED), pool.lockClass.index());
            if (!was && from != pool.lockClass && !held.isKnown(key, 0, task)) {
                int since = Unsettled.generation();
                Moment moment = new Moment(held, 0);
                Acquired waits = moment.wanted(pool, pool.lockClass, Acquisition.EXCLUSIVE);
                Acquired queued = moment.wanted(task, from, Acquisition.EXCLUSIVE);
                Flow flow = new Flow(
                        moment.flow.thread(),
                        moment.flow.threadId(),
                        (from.name().startsWith("task@") ? "a " : "a task of ") + Escape.name(from.name()),
                        task.life,
                        List.of(queued));
                LockGraph graph = Engine.graph();
                Reporter.say(moment, waits, 0, graph.connect(queued, waits, flow, false), List.of());
                Unsettled.learn(key, held, 0, task, graph.isInRing(from, pool.lockClass), since);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            held.leave(was);
        }
    }

    /**
     * This thread runs a task from now on.
     *
     * @param task the task
     * @return what to hand to {@link #ended}
     */
    public static Running runs(TaskLock task) {
        HeldLocks held = ThreadTable.current();
        Running running = new Running(held.thread.life());
        try {
            task.started = true;
            task.runner = held.thread;
            // Who runs it with something held, in the place of a worker, does not wait for it nor for a worker.
            int how = held.depth() == 0 ? Acquisition.EXCLUSIVE : Acquisition.EXCLUSIVE | Acquisition.TRIED;
            LockEvents.acquire(task, how);
            // A worker that runs a task within another one is still one worker.
            UnitLock pool = task.pool;
            if (pool != null && held.find(pool) == null) {
                takes(pool, how);
                running.tookWorker = true;
            }
            held.thread.live(task.life);
            running.depth = held.depth();
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        return running;
    }

    /**
     * This thread has run a task to its end.
     *
     * @param task the task
     * @param running what {@link #runs} returned
     */
    public static void ended(TaskLock task, Running running) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            if (!was && held.depth() > running.depth) {
                Amendments.ended(held, running.depth, "a task of " + task.lockClassName());
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        } finally {
            held.leave(was);
        }
        task.runner = null;
        held.thread.live(running.before);
        UnitLock pool = task.pool;
        if (pool != null && running.tookWorker) {
            givesBack(pool);
        }
        LockEvents.release(task, Acquisition.EXCLUSIVE);
    }

    /**
     * This thread is about to wait for the end of a task.
     *
     * @param task the task
     */
    public static void awaits(TaskLock task) {
        if (ON) {
            awaits(ThreadTable.current(), task, Acquisition.EXCLUSIVE | Acquisition.ONCE);
        }
    }

    static void awaits(HeldLocks held, TaskLock task, int flags) {
        try {
            UnitLock pool = task.pool;
            long workers = pool == null || task.started || Acquisition.isTimed(flags) ? 0 : held.unitsOf(pool);
            if (pool != null && workers > 0 && workers >= pool.units()) {
                Waits.starve(held, task, pool);
                return;
            }
            int site = held.pendingSite;
            held.pendingSite = 0;
            Waits.touch(held, task, flags, site);
        } catch (Throwable e) {
            Engine.internalError(e);
        }
    }

    /**
     * This thread has waited for the end of a task: nothing of it can overlap what comes now.
     *
     * @param task the task
     */
    public static void joined(TaskLock task) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            held.thread.life().join(task.life);
            held.thread.live(held.thread.life());
        }
    }

    /**
     * This thread is about to start another one.
     *
     * @param child the thread, not started yet
     */
    public static void starts(Thread child) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                Lifeline own = held.thread.life();
                ThreadTable.of(child).thread.live(own.start(false));
                held.thread.live(own);
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /**
     * This thread has waited for the end of another one.
     *
     * @param ended the thread
     */
    public static void joined(Thread ended) {
        if (ON) {
            HeldLocks held = ThreadTable.current();
            try {
                held.thread.life().join(ThreadTable.of(ended).thread.life());
                held.thread.live(held.thread.life());
            } catch (Throwable e) {
                Engine.internalError(e);
            }
        }
    }

    /** What a thread was before it ran a task. */
    public static final class Running {

        private final Lifeline before;
        private int depth = Integer.MAX_VALUE;
        private boolean tookWorker;

        private Running(Lifeline before) {
            this.before = before;
        }
    }

    /** Reports that a signaller needs what a waiter holds, if it does. */
    static boolean learnSignal(HeldLocks held, Object signal, LockClass lockClass) {
        Moment moment = new Moment(held, held.depth());
        LockGraph graph = Engine.graph();
        Acquired event = moment.wanted(signal, lockClass, Acquisition.EXCLUSIVE);
        List<Ring> rings = new ArrayList<>(0);
        boolean ofRing = false;
        for (Acquired needed : moment.flow.held().subList(0, moment.places.size())) {
            if (needed.lockClass() != lockClass && needed.lockClass().rules().validates()) {
                rings.addAll(graph.connect(event, needed, moment.flow, false));
                ofRing |= graph.isInRing(lockClass, needed.lockClass());
            }
        }
        Reporter.say(moment, event, 0, rings, List.of());
        return ofRing;
    }
}
