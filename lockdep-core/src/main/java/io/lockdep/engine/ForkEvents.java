package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import io.lockdep.graph.LockClass;
import java.util.concurrent.CountedCompleter;
import org.jspecify.annotations.Nullable;

/**
 * The events of fork-join tasks, of which there are millions: nothing is learnt of them until one is forked or waited for
 * by a thread that holds a lock, which is what a deadlock of such tasks needs.
 *
 * <p>A part of {@link TaskEvents}, under the same rules. Tasks of a program's type belong to that type; those of a parallel
 * stream to the place that runs the stream.
 */
public final class ForkEvents {

    private static final boolean ON = Engine.options().enabled();
    private static final int WAIT = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    // Not volatile: who reads it late misses tasks of that moment.
    private static boolean matter;

    private ForkEvents() {}

    /**
     * This thread is about to hand a task over.
     *
     * @param task the task
     */
    public static void forks(Object task) {
        if (ON && !matter && ThreadTable.current().depth() > 0) {
            matter = true;
        }
    }

    /**
     * This thread is about to wait for a task, or to run it itself.
     *
     * @param task the task
     * @param timed whether it gives up after a while
     */
    public static void awaits(Object task, boolean timed) {
        if (!ON) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        if (held.isBusy() || (held.depth() == 0 && held.body() == null)) {
            return;
        }
        TaskLock known = TaskEvents.known(task);
        if (known == null && held.depth() > 0) {
            matter = true;
            known = keep(held, task);
        }
        if (known != null && !Body.contains(held.body(), known)) {
            WaitEvents.awaits(held, known, timed ? WAIT | Acquisition.TIMED : WAIT);
        }
    }

    /**
     * This thread is about to run a task.
     *
     * @param task the task
     */
    public static void begins(Object task) {
        if (!ON || !matter) {
            return;
        }
        HeldLocks held = ThreadTable.current();
        boolean was = held.enter();
        try {
            TaskLock runs = was ? null : toRun(task);
            if (runs != null && !Body.contains(held.body(), runs)) {
                TaskEvents.begin(held, task, runs);
            }
        } catch (Throwable e) {
            Engine.internalError(e);
        }
        held.leave(was);
    }

    /**
     * This thread has run a task.
     *
     * @param task what {@link #begins} was told
     */
    public static void ends(Object task) {
        if (ON && matter) {
            TaskEvents.ends(task);
        }
    }

    private static @Nullable TaskLock toRun(Object task) {
        TaskLock known = TaskEvents.known(task);
        if (known == null && task.getClass().getClassLoader() != null) {
            known = new TaskLock(TaskClasses.ofType(task.getClass()), Lifeline.unknown());
        } else if (known == null && task instanceof CountedCompleter<?> part) {
            known = TaskEvents.known(part.getRoot());
        }
        return known;
    }

    private static @Nullable TaskLock keep(HeldLocks held, Object task) {
        boolean was = held.enter();
        try {
            LockClass lockClass = task.getClass().getClassLoader() != null
                    ? TaskClasses.ofType(task.getClass())
                    : TaskClasses.asTask(Engine.graph()
                            .classNamed("parallel@" + UserFrame.current().path()));
            return Companions.putIfAbsent(task, new TaskLock(lockClass, Lifeline.unknown())) instanceof TaskLock kept
                    ? kept
                    : null;
        } catch (Throwable e) {
            Engine.internalError(e);
            return null;
        } finally {
            held.leave(was);
        }
    }
}
