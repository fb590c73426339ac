package io.lockdep.engine;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What the permits of a semaphore of the JDK are to the engine, kept beside it.
 *
 * <p>One permit is a lock that can be taken once, and the semaphore itself is that lock; this only says so. More permits
 * are units of a supply, none at first are a signal, and this is it. Of a semaphore that was made before the agent came
 * nobody knows how many permits it has, so it is a supply of which that is not known.
 *
 * <p>Its class is found at the first use: when it is made, its maker has not said yet what it is for.
 */
final class Permits extends UnitLock implements StandIn {

    private static final int FLAGS = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private final String shownAs;
    private final boolean isLock;
    private volatile boolean classified;

    /** Whether somebody else than its holder has released the lock, so that who takes it is not known to hold it. */
    private volatile boolean handedOver;

    /** Whether a thread has given back what it had itself; until then it may be passed on to whoever gives it back. */
    private volatile boolean ownGivesBack;

    private volatile boolean askedAgain;

    private Permits(Object semaphore, int permits) {
        super(Math.max(1, permits));
        this.shownAs = Reporter.instance(semaphore);
        this.isLock = permits == 1;
        if (permits < 1) {
            becomeSignal();
        }
    }

    /** Notes how many permits a semaphore has that is being made. */
    static void made(Object semaphore, int permits) {
        Companions.put(semaphore, new Permits(semaphore, permits));
    }

    /**
     * Finds what the permits of a semaphore are.
     *
     * @param site number of the place where it is used, 0 if not known
     * @return null if there is no room for it
     */
    static @Nullable Permits of(HeldLocks held, Object semaphore, int site) {
        Permits known = Companions.of(semaphore) instanceof Permits permits ? permits : null;
        return known != null && known.classified ? known : classify(held, semaphore, known, site);
    }

    private static @Nullable Permits classify(HeldLocks held, Object semaphore, @Nullable Permits known, int site) {
        boolean was = held.enter();
        try {
            Permits found = known;
            if (found == null
                    && Companions.putIfAbsent(semaphore, new Permits(semaphore, UNKNOWN)) instanceof Permits fresh) {
                found = fresh;
            }
            if (found != null && was) {
                // Used while lockdep itself runs, which nobody sees, so nobody will know who has what.
                found.becomeSignal();
                found.handedOver = true;
            }
            if (found != null) {
                if (!found.isLock) {
                    found.is(Engine.graph().classAt(LockClasses.of(semaphore, site)));
                }
                found.classified = true;
            }
            return found;
        } finally {
            held.leave(was);
        }
    }

    /** Permits are about to be asked for. */
    void take(HeldLocks held, Object semaphore, int count, int how) {
        if (!isLock) {
            WaitEvents.takes(this, count, how);
            if (!Acquisition.isTried(how)) {
                held.thread.waits(this);
            }
        } else if (count == 1 && !handedOver) {
            LockEvents.acquire(semaphore, FLAGS | how);
        }
    }

    /** The wait is over, one way or the other. */
    void waited(HeldLocks held, Object semaphore, boolean taken, int count) {
        if (!isLock) {
            held.thread.waited();
        }
        if (taken) {
            return;
        }
        if (!isLock) {
            WaitEvents.handsOff(this, count);
        } else if (count == 1) {
            LockEvents.abandon(semaphore, FLAGS);
        }
    }

    /** Permits have been given back, or added. */
    void giveBack(HeldLocks held, Object semaphore, int count) {
        if (!ownGivesBack && held.find(isLock ? semaphore : this) != null) {
            ownGivesBack = true;
            if (askedAgain) {
                Engine.lookAgain();
            }
        }
        if (!isLock) {
            WaitEvents.givesBack(this, count);
        } else if (count > 1 || (count == 1 && !held.release(semaphore, FLAGS))) {
            handOver(held, semaphore);
        }
    }

    /** The number of permits is not what it was, whoever holds them. */
    void resize(HeldLocks held, Object semaphore) {
        if (isLock) {
            handOver(held, semaphore);
        } else {
            becomeSignal();
        }
    }

    /**
     * Whether a permit that a thread has may be given back by another one, as far as is known: programs limit how much they
     * start by permits that the started ones give back.
     *
     * @param lock a lock or supply that the thread asks for again
     */
    static boolean mayBePassedOn(Object lock) {
        Object beside = lock instanceof Semaphore ? Companions.of(lock) : lock;
        if (!(beside instanceof Permits permits) || permits.ownGivesBack) {
            return false;
        }
        permits.askedAgain = true;
        return true;
    }

    private void handOver(HeldLocks held, Object semaphore) {
        if (!handedOver && held.isComplete()) {
            handedOver = true;
            LockEvents.handedOver(semaphore);
        }
    }

    @Override
    public String shownAs() {
        return shownAs;
    }
}
