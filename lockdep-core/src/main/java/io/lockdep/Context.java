package io.lockdep;

import io.lockdep.engine.Acquisition;
import io.lockdep.engine.ContextLock;
import io.lockdep.engine.Engine;
import io.lockdep.engine.LockEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Code that can come in on top of whatever a thread is doing: a signal handler, a callback that runs on the thread of its
 * caller, a nested event loop (kernel: interrupt contexts).
 *
 * <p>A lock that is taken in the context must never be held where the context can come in, nor may any lock that waits
 * for such a one. Reported as {@code inconsistent-context} and {@code context-inversion}, the first time both sides have
 * been seen, on whatever threads.
 *
 * <pre>{@code
 * static final Context EVICTION = Context.of("eviction");
 *
 * void onEviction() {                       // called by the cache, on the thread of any user
 *     try (Scope s = EVICTION.enter()) { synchronized (index) { ... } }
 * }
 *
 * void update() {
 *     try (Scope s = EVICTION.disable()) {  // the cache is told not to evict meanwhile
 *         synchronized (index) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>One object per name. Thread-safe; enter and disable belong to the calling thread and may be nested and closed in any
 * order. As long as a program has no context, contexts cost nothing; from the first one on, every acquisition is looked
 * at, not only nested ones. Source: {@code mark_lock}, {@code check_irq_usage}, Linux 6.12.
 */
public final class Context extends ContextLock {

    private static final Map<String, Context> ALL = new HashMap<>();

    private Context(String name, List<Context> heldOffBy) {
        super(name, heldOffBy);
    }

    /**
     * Finds or makes a context.
     *
     * @param name its name
     * @param heldOffBy contexts without which this one cannot come in either (kernel: no softirq while hardirqs are off);
     *     counts when the context is made
     * @return the one context of that name
     */
    public static Context of(String name, Context... heldOffBy) {
        Library.start();
        synchronized (ALL) {
            Context known = ALL.get(name);
            if (known == null) {
                known = new Context(name, List.of(heldOffBy));
                ALL.put(name, known);
            }
            return known;
        }
    }

    /**
     * Says what may be waited for inside.
     *
     * @param wait a wait type as in {@link LockClassRules#waitType}: with 2, taking any lock that sleeps is reported as
     *     {@code wait-context}
     * @return this
     */
    public Context waitLimit(int wait) {
        rules().waits(0, LockClassRules.checkWait(wait));
        Engine.lookAgain();
        return this;
    }

    /**
     * Says that the code that follows runs in the context.
     *
     * @return ends it when closed
     */
    public Scope enter() {
        LockEvents.acquire(this, Acquisition.EXCLUSIVE | Acquisition.TRIED);
        return () -> LockEvents.release(this, Acquisition.EXCLUSIVE);
    }

    /**
     * Says that the context cannot come in on this thread from now on.
     *
     * @return when closed, it can come in again, on what is held then
     */
    public Scope disable() {
        LockEvents.acquire(off(), Acquisition.EXCLUSIVE | Acquisition.TRIED);
        return () -> LockEvents.release(off(), Acquisition.EXCLUSIVE);
    }

    @Override
    public String toString() {
        return "Context[" + lockClassName() + "]";
    }
}
