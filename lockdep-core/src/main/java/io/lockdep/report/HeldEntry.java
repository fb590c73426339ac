package io.lockdep.report;

/**
 * One line of a held list.
 *
 * @param instance the lock object, as type and identity hash
 * @param lockClass name of its lock class
 * @param mode {@code W}, {@code R} or {@code RR}
 * @param at the place where it was taken, or an explanation why that is not known
 */
public record HeldEntry(String instance, String lockClass, String mode, String at) {}
