package io.lockdep.differential;

/**
 * A finding of the agent.
 *
 * @param fingerprint which it is
 * @param grade how sure
 * @param message its first line
 */
record Finding(String fingerprint, String grade, String message) {}
