package io.lockdep.locks;

import io.lockdep.Finding;

/**
 * What is done about an acquisition that breaks an order of locks, just before it is made.
 *
 * <p>The policy is that of the lock that is about to be taken. Whatever it is, findings go to where they always go (the
 * program's SLF4J, {@code Lockdep.onFinding}), once each.
 *
 * <p>Thread-safe if the implementation is.
 */
@FunctionalInterface
public interface Policy {

    /** Nothing more than saying so. The policy of locks that are not made by a factory. */
    Policy LOG = Policies.LOG;

    /**
     * The acquisition fails with a {@link PotentialDeadlockException}, every time that it is tried, unless the finding's
     * grade is {@code low}. Nothing is held and nothing is learnt from it then.
     */
    Policy THROW = Policies.THROW;

    /** Nothing is watched: a factory makes the JDK's own locks. */
    Policy DISABLED = Policies.DISABLED;

    /**
     * A thread is about to take a lock in a bad order, or was refused to release one that it does not hold.
     *
     * <p>Called on that thread, which may hold other locks: it must not wait. Called again when the same thing is done
     * again, as long as this throws; otherwise at least once, and again with new evidence. What is locked in here is not
     * watched.
     *
     * <p>To throw prevents the acquisition: the lock is not taken, the thread holds what it held, and what was thrown
     * reaches the caller of {@code lock}. Of a refused release the caller gets the {@code IllegalMonitorStateException} that
     * the JDK throws, with what was thrown here added to it as suppressed.
     *
     * @param finding what is wrong, of any grade
     */
    void violated(Finding finding);

    /** {@return a new policy that keeps what is found, for a test to look at} */
    static CollectingPolicy collecting() {
        return new CollectingPolicy();
    }
}
