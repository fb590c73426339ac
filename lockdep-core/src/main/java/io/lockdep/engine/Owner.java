package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a held stack belongs to, and what is rarely asked of it: the stack itself has to stay small.
 *
 * <p>Written by the thread, or before it starts; read by the watchdog while it goes on.
 */
final class Owner extends WeakReference<Thread> {

    private @Nullable Lifeline life;
    private int epoch;
    private @Nullable Object waitingFor;
    private int waitCount;
    private @Nullable Hearing hearing;
    private @Nullable LockMethodCalls calls;

    // Of the last wait of a condition or monitor; of a monitor's it is not known when it was over.
    private @Nullable Object condition;
    private int ownSlot = -1;
    private int waitSite;

    // How many methods of pools the thread is in; what it waits for in there is a unit of the outermost one.
    private int asking;
    private int askingSite;
    private @Nullable UnitLock askedFor;

    // The last piece of work that the thread has done, or found to be done.
    private @Nullable TaskLock done;

    Owner(Thread thread) {
        super(thread);
    }

    boolean isAlive() {
        Thread thread = get();
        return thread != null && OtherThread.state(thread) != Thread.State.TERMINATED;
    }

    /** {@return the flow of control that runs on the thread} */
    Lifeline life() {
        Lifeline known = life;
        if (known == null) {
            known = Lifeline.unknown();
            life = known;
        }
        return known;
    }

    /** {@return how often the flow of control has started or joined another} */
    int epoch() {
        return epoch;
    }

    /** Another flow of control runs on the thread from now on, or the same one has gone on. */
    void live(Lifeline as) {
        life = as;
        epoch = as.epoch();
    }

    /** The thread waits for something that is not on its stack. */
    void waits(Object what) {
        if (asking == 0) {
            waitCount++;
            waitingFor = what;
        }
    }

    void waited() {
        if (asking == 0) {
            waitingFor = null;
        }
    }

    /** The thread has done a piece of work, or found it to be done. */
    void seesEndOf(TaskLock task) {
        done = task;
    }

    /** {@return whether it was the last that the thread has found to be done} */
    boolean hasSeenEndOf(TaskLock task) {
        return done == task;
    }

    /** {@return whether the thread is asking a pool for a unit} */
    boolean isAsking() {
        return asking > 0;
    }

    /**
     * The thread asks a pool for a unit, or does so within another one's method.
     *
     * @param site number of the place
     * @param supply its units, null if not known yet
     */
    void asks(int site, @Nullable UnitLock supply) {
        if (asking == 0) {
            askingSite = site;
            askedFor = supply;
            if (supply != null) {
                waits(supply);
            }
        }
        asking++;
    }

    /** {@return whether it was the outermost pool that has been asked} */
    boolean asked() {
        asking--;
        if (asking == 0) {
            waited();
        }
        return asking == 0;
    }

    /** {@return the number of the place where the outermost pool was asked} */
    int askingSite() {
        return askingSite;
    }

    /** {@return what the outermost pool was asked for, null if that was not known} */
    @Nullable
    UnitLock askedFor() {
        UnitLock supply = askedFor;
        askedFor = null;
        return supply;
    }

    /** {@return what the thread waits for, told by {@link #waits}} */
    @Nullable
    Object waitingFor() {
        return waitingFor;
    }

    /** {@return how often it has waited so, which tells one wait from the next} */
    int waitCount() {
        return waitCount;
    }

    /**
     * The thread waits for a signal.
     *
     * @param own where the lock that it gives up meanwhile is on its held stack, -1 if that is not known
     * @param awaited the condition, null for a monitor
     * @param site number of the place, 0 for a condition
     */
    void waitsIn(int own, @Nullable Object awaited, int site) {
        waitCount++;
        ownSlot = own;
        waitSite = site;
        condition = awaited;
    }

    /** The wait for a condition is over. */
    void waitedIn() {
        condition = null;
    }

    /** {@return the condition that is awaited now, null if none} */
    @Nullable
    Object condition() {
        return condition;
    }

    /** {@return where the lock is that the last wait gave up, -1 if that is not known} */
    int ownSlot() {
        return ownSlot;
    }

    /** {@return number of the place of the last wait on a monitor, 0 if the last wait was another one} */
    int waitSite() {
        return waitSite;
    }

    /** {@return the methods of locks of the program's own that the thread is in} */
    LockMethodCalls calls() {
        LockMethodCalls known = calls;
        if (known == null) {
            known = new LockMethodCalls();
            calls = known;
        }
        return known;
    }

    /** {@return whether the thread is in any such method} */
    boolean isInLockMethod() {
        return calls != null && calls.isInAny();
    }

    /** Sets who listens to what is said of the acquisition that is being looked at. */
    void hear(@Nullable Hearing by) {
        hearing = by;
    }

    /** {@return who listens to what is said of the acquisition that is being looked at; nearly always nobody} */
    @Nullable
    Hearing hearing() {
        return hearing;
    }
}
