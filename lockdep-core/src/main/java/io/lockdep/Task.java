package io.lockdep;

import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Places;
import io.lockdep.engine.TaskLock;
import io.lockdep.engine.WaitEvents;
import io.lockdep.report.Nature;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that one thread hands over, another one runs, and somebody may wait for.
 *
 * <p>While it runs it is held like a lock; who waits for its end depends on everything that it takes. A waiter that holds
 * a lock which the task takes is reported, on whatever thread the task ran. Work that was done before a task was handed
 * over, or after it was waited for, cannot overlap it and is graded {@code low}.
 *
 * <pre>{@code
 * Task task = Task.of("Indexer.build");           // where it is handed over
 * Future<?> future = executor.submit(() -> {
 *     try (Scope s = task.run()) { build(); }     // where it runs
 * });
 * task.get(future::get);                          // where it is waited for; throws Exception
 * }</pre>
 *
 * <p>Thread-safe; one object per piece of work. A lock taken in the body and still held at its end is reported as
 * {@code held-at-exit}. The executor itself is not known to lockdep: if it is bounded, say so by {@link #of(String,
 * Resource)}.
 */
public final class Task extends TaskLock {

    private Task(String lockClass, @Nullable Resource pool) {
        super(lockClass, pool);
        rules().standsFor(Nature.MAP);
    }

    /**
     * Makes a task. To be called by the thread that hands it over, before it does.
     *
     * @param lockClass name of its class; tasks of one name are instances of one class
     * @return the task
     */
    public static Task of(String lockClass) {
        Library.start();
        return new Task(lockClass, null);
    }

    /**
     * Makes a task that waits for a worker of a bounded pool. While it runs, its thread has a worker of the pool; who waits
     * for it from another such task is reported as {@code starvation}. To be called by the thread that hands it over.
     *
     * @param lockClass name of its class
     * @param pool made by {@link Resource#pool}
     * @return the task
     */
    public static Task of(String lockClass, Resource pool) {
        Library.start();
        Task task = new Task(lockClass, pool);
        WaitEvents.queues(task);
        return task;
    }

    /**
     * Says that this thread runs the task.
     *
     * @return ends it when closed, by the same thread
     */
    public Scope run() {
        Places.atCaller(this);
        WaitEvents.Running running = WaitEvents.runs(this);
        return () -> WaitEvents.ended(this, running);
    }

    /** Says that this thread is about to wait for the end of the task. Call {@link #joined} when it has. */
    public void awaiting() {
        WaitEvents.awaits(this);
    }

    /**
     * Waits for the end of the task, and shows the wait to the watchdog.
     *
     * @param wait waits until the task is done
     * @param <T> what the task results in
     * @param <E> what the wait can throw, {@code Exception} for {@code Future::get}, which throws two kinds; the task may
     *     not be done then
     * @return what the wait returns
     * @throws E if the wait does
     */
    public <T, E extends Exception> T get(Blocking<T, E> wait) throws E {
        awaiting();
        LockEvents.waits(this);
        T result;
        try {
            result = wait.call();
        } finally {
            LockEvents.waited();
        }
        joined();
        return result;
    }

    /** Says that this thread has waited for the end of the task. */
    public void joined() {
        WaitEvents.joined(this);
    }

    @Override
    public String toString() {
        return "Task[" + lockClassName() + "]";
    }
}
