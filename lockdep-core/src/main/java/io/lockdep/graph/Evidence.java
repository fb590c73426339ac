package io.lockdep.graph;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a dependency: which instances, by which thread, under which other locks.
 *
 * <p>Instances and threads are held weakly; evidence about a dead instance stays as text but closes no ring on
 * instances any more.
 */
public final class Evidence {

    private final Mode hold;
    private final Mode want;
    private final boolean timed;
    private final WeakReference<Object> from;
    private final WeakReference<Object> to;
    private final WeakReference<Thread> thread;
    private final long threadId;
    private final String threadName;
    private final List<WeakReference<Object>> gates;
    private final List<StackTraceElement> holdStack;
    private final List<StackTraceElement> waitStack;

    /**
     * Records one acquisition.
     *
     * @param held the lock that was held
     * @param wanted the lock that was asked for
     * @param by the thread and all it held
     */
    public Evidence(Acquired held, Acquired wanted, Flow by) {
        this.hold = held.mode();
        this.want = wanted.mode();
        this.timed = wanted.timed();
        this.from = new WeakReference<>(held.instance());
        this.to = new WeakReference<>(wanted.instance());
        this.thread = new WeakReference<>(by.thread());
        this.threadId = by.threadId();
        this.threadName = by.threadName();
        this.gates = Gates.around(held.instance(), wanted.instance(), by.held());
        this.holdStack = held.stack();
        this.waitStack = wanted.stack();
    }

    /** {@return how the first lock was held} */
    public Mode hold() {
        return hold;
    }

    /** {@return how the second lock was asked for} */
    public Mode want() {
        return want;
    }

    /** {@return whether the acquisition would have given up after a while} */
    public boolean timed() {
        return timed;
    }

    /** {@return the instance that was held, unless it is gone} */
    public @Nullable Object from() {
        return from.get();
    }

    /** {@return the instance that was asked for, unless it is gone} */
    public @Nullable Object to() {
        return to.get();
    }

    /** {@return the id of the thread, never used twice in a JVM} */
    public long threadId() {
        return threadId;
    }

    /** {@return name and id of the thread, as {@code name/id}} */
    public String threadName() {
        return threadName;
    }

    /** {@return whether the thread has not ended} */
    public boolean threadAlive() {
        Thread t = thread.get();
        return t != null && t.isAlive();
    }

    /** {@return where the first lock was taken, innermost frame first; empty if not known} */
    public List<StackTraceElement> holdStack() {
        return holdStack;
    }

    /** {@return where the second lock was asked for, innermost frame first} */
    public List<StackTraceElement> waitStack() {
        return waitStack;
    }

    boolean underGate(Object lock) {
        for (WeakReference<Object> gate : gates) {
            if (gate.refersTo(lock)) {
                return true;
            }
        }
        return false;
    }

    List<WeakReference<Object>> gates() {
        return gates;
    }

    boolean saysSameAs(Evidence other) {
        return threadId == other.threadId
                && hold == other.hold
                && want == other.want
                && timed == other.timed
                && same(from, other.from)
                && same(to, other.to)
                && Gates.same(gates, other.gates);
    }

    private static boolean same(WeakReference<Object> a, WeakReference<Object> b) {
        Object left = a.get();
        return left != null && b.refersTo(left);
    }
}
