package io.lockdep.locks;

import io.lockdep.Finding;

/**
 * Thrown in place of taking a lock in an order that could deadlock. The lock has not been taken.
 *
 * <p>The message is the finding in one line; its stack trace is that of the acquisition, and {@link #finding} has those of
 * the orders that it contradicts.
 */
public class PotentialDeadlockException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final Finding finding;

    /**
     * An exception for a finding.
     *
     * @param finding what is wrong with the acquisition
     */
    public PotentialDeadlockException(Finding finding) {
        super(finding.message());
        this.finding = finding;
    }

    /** {@return what is wrong with the acquisition; {@code finding().text()} is the whole report} */
    public Finding finding() {
        return finding;
    }
}
