package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which lock a condition belongs to, and which class it is of.
 *
 * <p>A condition is a signal with a class of its own: the field that it is stored into, else the lock's class and the
 * field of the JDK's class that made it, else the lock's class and {@code condition}. Two conditions of one lock that
 * play different parts, as "not empty" and "not full" do, must not be one class: who waits for the one would seem to
 * depend on who signals the other.
 */
final class Conditions {

    private static final String UNNAMED = "condition";

    private Conditions() {}

    /** {@return the slot of the lock that a condition belongs to, -1 if it is not known to be held} */
    static int slotOfLock(HeldLocks held, Object condition, Object sync) {
        for (int i = held.depth() - 1; i >= 0; i--) {
            Object lock = held.at(i).lock;
            if (lock == sync
                    || (lock instanceof ReentrantLock reentrant && Identity.synchronizerOf(reentrant) == sync)) {
                return i;
            }
        }
        ProgramLock part = held.depth() == 0 ? null : ProgramLocks.find(condition);
        return part == null ? -1 : held.slotOf(part.whole);
    }

    /** Names a condition after the place that made it. */
    static void made(Object condition, int site) {
        if (isCondition(condition)) {
            LockClasses.made(condition, condition, site);
            int lockClass = LockInstances.find(condition, System.identityHashCode(condition));
            if (lockClass != 0) {
                becomesSignal(lockClass);
            }
        }
    }

    // What is no signal yet only tells the part that the condition plays in its owner.
    /** Notes by which part of the JDK's a condition was made; its name is made when its lock has one. */
    static void madeFor(Object condition, String field) {
        LockClass part =
                field.isEmpty() ? Engine.graph().further() : Engine.graph().classNamed(field);
        LockInstances.put(condition, System.identityHashCode(condition), part.index());
    }

    /** {@return whether it is one that tells of its own events} */
    static boolean isCondition(Object condition) {
        return condition instanceof AbstractQueuedSynchronizer.ConditionObject
                || condition instanceof AbstractQueuedLongSynchronizer.ConditionObject;
    }

    /**
     * Finds the class of a condition.
     *
     * @param held the thread's stack
     * @param condition the condition
     * @param own where its lock is on the stack, -1 if it is not
     */
    static LockClass classOf(HeldLocks held, Object condition, int own) {
        int hash = System.identityHashCode(condition);
        int known = LockInstances.find(condition, hash);
        LockClass part = known == 0 ? null : Engine.graph().classAt(known);
        return part != null
                        && (part.rules().nature() == Nature.SIGNAL
                                || part == Engine.graph().further())
                ? part
                : name(held, condition, hash, own, part);
    }

    private static LockClass name(HeldLocks held, Object condition, int hash, int own, @Nullable LockClass part) {
        boolean was = held.enter();
        try {
            String lock = own >= 0 ? held.classAt(own).name() : ofPlace();
            String name = lock + "." + (part == null ? UNNAMED : part.name());
            Unloading.sweepGone();
            synchronized (LockClasses.MAKING) {
                LockClass named = Engine.graph().classWhileUsed(name);
                LockInstances.put(condition, hash, named.index());
                becomesSignal(named.index());
                return named;
            }
        } finally {
            held.leave(was);
        }
    }

    // A lock that nobody tells of: a synchronizer of the program's own.
    private static String ofPlace() {
        UserFrame user = UserFrame.current();
        return "lock@" + (user == null ? Moment.NO_PLACE : user.path());
    }

    private static void becomesSignal(int lockClass) {
        LockClass named = Engine.graph().classAt(lockClass);
        if (named != Engine.graph().further()) {
            named.rules().standsFor(Nature.SIGNAL);
        }
    }

    /** Links what a hook can reach. */
    static void warmUp() {
        ReentrantLock lock = new ReentrantLock();
        isCondition(lock.newCondition());
        Identity.synchronizerOf(lock);
    }
}
