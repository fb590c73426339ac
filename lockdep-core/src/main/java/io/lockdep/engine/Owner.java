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
        waitCount++;
        waitingFor = what;
    }

    void waited() {
        waitingFor = null;
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
