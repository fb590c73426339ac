package io.lockdep.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a dependency: which instances, by which flow of control, with everything it held.
 *
 * <p>Instances and threads are held weakly; evidence about a dead instance stays as text but closes no ring on
 * instances any more.
 */
public final class Evidence {

    private final Mode hold;
    private final Mode want;
    private final boolean timed;
    private final boolean declared;
    private final WeakReference<Object> from;
    private final WeakReference<Object> to;
    private final WeakReference<Thread> thread;
    private final long threadId;
    private final String threadName;
    private final Lifeline life;
    private final int epoch;
    private final List<Beside> beside;
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
        this(held, wanted, by, false);
    }

    private Evidence(Acquired held, Acquired wanted, Flow by, boolean declared) {
        this.hold = held.mode();
        this.want = wanted.mode();
        this.timed = wanted.timed();
        this.declared = declared;
        this.from = new WeakReference<>(held.instance());
        this.to = new WeakReference<>(wanted.instance());
        this.thread = new WeakReference<>(by.thread());
        this.threadId = by.threadId();
        this.threadName = by.threadName();
        this.life = by.life();
        this.epoch = by.life().epoch();
        this.beside = beside(held.instance(), wanted.instance(), by.held());
        this.holdStack = held.stack();
        this.waitStack = wanted.stack();
    }

    /** {@return an order that the program has declared, rather than one that was observed} */
    static Evidence declared(Acquired first, Acquired second, Flow by) {
        return new Evidence(first, second, by, true);
    }

    private static List<Beside> beside(Object from, Object to, List<Acquired> held) {
        List<Beside> others = new ArrayList<>(held.size());
        for (Acquired entry : held) {
            Object lock = entry.instance();
            if (lock != from && lock != to && entry.lockClass().rules().tracked()) {
                others.add(new Beside(lock, entry.lockClass(), entry.mode(), entry.excludes()));
            }
        }
        return List.copyOf(others);
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

    /** {@return whether the program has declared this order, and nobody was seen to take it} */
    public boolean isDeclared() {
        return declared;
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

    /** {@return the flow of control that was seen} */
    Lifeline life() {
        return life;
    }

    /** {@return the moment in its life} */
    int epoch() {
        return epoch;
    }

    /** {@return where the first lock was taken, innermost frame first; empty if not known} */
    public List<StackTraceElement> holdStack() {
        return holdStack;
    }

    /** {@return where the second lock was asked for, innermost frame first} */
    public List<StackTraceElement> waitStack() {
        return waitStack;
    }

    /** {@return what was held beside the two locks} */
    List<Beside> beside() {
        return beside;
    }

    /** {@return whether a lock was held beside the two} */
    boolean held(Object lock) {
        for (Beside other : beside) {
            if (other.refersTo(lock)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether it was observed of this very acquisition} */
    @SuppressWarnings("ReferenceEquality") // each acquisition has a stack of its own, equal to others or not
    boolean isOf(Acquired wanted) {
        return waitStack == wanted.stack();
    }

    /** {@return whether its instances are gone, so that it can found no ring on instances} */
    boolean isStale() {
        return from.refersTo(null) || to.refersTo(null);
    }

    boolean saysSameAs(Evidence other) {
        return threadId == other.threadId
                && life == other.life
                && epoch == other.epoch
                && isOfSamePair(other)
                && sameBeside(other.beside);
    }

    /** Whether it says the same but for who did it when. */
    boolean isLike(Evidence other) {
        return isOfSamePair(other) && hasGatesOf(other) && other.hasGatesOf(this);
    }

    private boolean hasGatesOf(Evidence other) {
        for (Beside gate : other.beside) {
            Object lock = gate.excludes ? gate.get() : null;
            if (lock != null && !held(lock)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOfSamePair(Evidence other) {
        return hold == other.hold
                && want == other.want
                && timed == other.timed
                && declared == other.declared
                && same(from, other.from)
                && same(to, other.to);
    }

    private boolean sameBeside(List<Beside> others) {
        if (beside.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < beside.size(); i++) {
            if (beside.get(i).excludes != others.get(i).excludes || !same(beside.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(WeakReference<Object> a, WeakReference<Object> b) {
        Object left = a.get();
        return left != null && b.refersTo(left);
    }

    /** A lock that was held around or between the two of a dependency. */
    static final class Beside extends WeakReference<Object> {

        final LockClass lockClass;
        final Mode mode;

        /** Whether others are kept out while it is held. */
        final boolean excludes;

        Beside(Object lock, LockClass lockClass, Mode mode, boolean excludes) {
            super(lock);
            this.lockClass = lockClass;
            this.mode = mode;
            this.excludes = excludes;
        }
    }
}
