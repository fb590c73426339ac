package io.lockdep.locks;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import io.lockdep.engine.Acquisition;
import io.lockdep.engine.Declarations;
import io.lockdep.engine.Engine;
import io.lockdep.engine.Hearing;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Places;
import io.lockdep.report.Report;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one lock tells the engine, and what its policy makes of the answer.
 *
 * <h2>For maintainers</h2>
 *
 * <p><b>Without an agent</b> an acquisition is announced before it may block, and taken back if it fails.
 *
 * <p><b>Under the agent</b> the JDK's lock, which is the superclass, may tell of its events itself; of which types it does
 * depends on the agent. So the acquisition is only judged before, and afterwards the count of holds shows whether it has
 * been told: {@code before} is that count, and 0 without an agent.
 *
 * <p><b>A policy that may throw</b> is asked before anything is announced, so there is nothing to take back but what the
 * graph has learnt from asking.
 *
 * <p>Serialised with its lock, but not its policy: a copy logs.
 */
final class Watch implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int NOT_WATCHED = -1;

    private final Serializable lock;
    private final String lockClass;
    private final boolean hasReaders;
    private transient Object identity;
    private transient Policy policy;
    private transient Places places;

    /** Whether somebody else than its holder has released it, so that who takes it is not known to hold it. */
    private transient volatile boolean handedOver;

    /**
     * Watches a lock.
     *
     * @param lock the lock
     * @param name its class, null for the place that makes it
     * @param hasReaders whether it can be taken shared
     * @param policy what to do about bad orders
     */
    Watch(Serializable lock, @Nullable String name, boolean hasReaders, Policy policy) {
        this.lock = lock;
        this.lockClass = name == null ? Birthplace.of(lock.getClass()) : name;
        this.hasReaders = hasReaders;
        this.policy = policy;
        Lockdep.name(lock, lockClass);
        this.identity = LockEvents.identity(lock);
        this.places = Places.of(identity);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        policy = Policy.LOG;
        Lockdep.name(lock, lockClass);
        identity = LockEvents.identity(lock);
        places = Places.of(identity);
    }

    /**
     * The lock is about to be taken, and may block.
     *
     * @param flags how, see {@link Acquisition}
     * @return to be handed to {@link #settle}
     */
    int announce(int flags) {
        if (handedOver) {
            return NOT_WATCHED;
        }
        places.atCaller();
        boolean agent = Engine.hasAgent();
        if (agent || policy != Policy.LOG) {
            judge(flags);
        }
        if (agent) {
            return LockEvents.holdCount(identity);
        }
        acquire(flags);
        return 0;
    }

    /**
     * What was announced has ended.
     *
     * @param before what {@link #announce} returned
     * @param taken whether the lock was taken
     * @param flags as announced
     */
    void settle(int before, boolean taken, int flags) {
        if (before == NOT_WATCHED) {
            return;
        }
        if (!Engine.hasAgent()) {
            if (!taken) {
                LockEvents.abandon(identity, flags);
            }
        } else if (taken) {
            if (LockEvents.holdCount(identity) == before) {
                acquire(flags);
            }
        } else if (before == 0 && LockEvents.holds(identity)) {
            LockEvents.abandon(identity, flags);
        }
    }

    /** {@return what {@link #tried}, {@link #released} and {@link #converted} want to know from before} */
    int before() {
        return Engine.hasAgent() ? LockEvents.holdCount(identity) : 0;
    }

    /** The lock was asked for without waiting. */
    void tried(int before, boolean taken, int flags) {
        if (taken) {
            places.atCaller();
        }
        if (!taken || (isNotTold(before) && !handedOver)) {
            LockEvents.tried(taken, identity, flags);
        }
    }

    /** The lock has been released, by whoever. */
    void released(int before, int flags) {
        if (isNotTold(before)) {
            release(flags);
        }
    }

    /** What was held one way is held another way now, without waiting. Once more does no harm. */
    void converted(int from, int to) {
        release(from);
        if (!handedOver) {
            LockEvents.tried(true, identity, to);
        }
    }

    /** The lock is released by others than those who take it. */
    void handedOver() {
        handedOver = true;
        LockEvents.handedOver(identity);
    }

    /** The lock refused to be released. */
    void refused(IllegalMonitorStateException thrown) {
        Hearing hearing = LockEvents.judgeRefused(identity);
        if (hearing != null) {
            try {
                tell(hearing);
            } catch (Throwable byPolicy) {
                thrown.addSuppressed(byPolicy);
            }
        }
    }

    /**
     * This thread is about to wait for a condition, and will have to take the lock again with whatever else it holds.
     *
     * @return to be handed to {@link #regain}
     */
    int letGo() {
        int holds = LockEvents.holdCount(identity);
        for (int i = 0; i < holds; i++) {
            LockEvents.release(identity, Acquisition.EXCLUSIVE);
        }
        boolean accepted = false;
        try {
            if (holds > 0) {
                if (policy != Policy.LOG) {
                    judge(Acquisition.EXCLUSIVE);
                }
                Declarations.touch(identity, Acquisition.EXCLUSIVE);
            }
            accepted = true;
        } finally {
            if (!accepted) {
                // It was never released, so it is not waited for either.
                hold(holds, Acquisition.TRIED);
            }
        }
        return holds;
    }

    /** The wait is over. */
    void regain(int holds) {
        hold(holds, Acquisition.EXCLUSIVE);
    }

    private void hold(int times, int flags) {
        for (int i = LockEvents.holdCount(identity); i < times; i++) {
            LockEvents.acquire(identity, flags);
        }
    }

    private boolean isNotTold(int before) {
        return !Engine.hasAgent() || LockEvents.holdCount(identity) == before;
    }

    private void acquire(int flags) {
        if (hasReaders && (flags & Acquisition.SHARED) == 0) {
            LockEvents.acquireWriter(identity, flags);
        } else {
            LockEvents.acquire(identity, flags);
        }
    }

    // A lock that its holder can take again can be released by its holder only.
    private void release(int flags) {
        if (!LockEvents.release(identity, flags) && (flags & Acquisition.ONCE) != 0) {
            handedOver();
        }
    }

    private void judge(int flags) {
        Hearing hearing = LockEvents.judge(identity, flags);
        if (hearing != null) {
            boolean accepted = false;
            try {
                tell(hearing);
                accepted = true;
            } finally {
                if (!accepted) {
                    hearing.retract();
                    LockEvents.at(0);
                }
            }
        }
    }

    private void tell(Hearing hearing) {
        if (policy == Policy.LOG) {
            return;
        }
        boolean was = LockEvents.enter();
        try {
            for (Report report : hearing.reports()) {
                policy.violated(Finding.of(report));
            }
        } finally {
            LockEvents.leave(was);
        }
    }
}
