package io.lockdep;

/**
 * A lock that a thread holds.
 *
 * @param lockClass name of its lock class
 * @param mode how it is held
 * @param at where it was taken, or {@code (place not recorded)}
 */
public record HeldLock(String lockClass, LockMode mode, String at) {}
