package io.lockdep.report;

/**
 * One line of a held list.
 *
 * @param instance the lock object, as type and identity hash
 * @param lockClass name of its lock class
 * @param mode {@code W}, {@code R} or {@code RR}
 * @param usage how the class is used in contexts and what it may wait for, in the kernel's notation, as
 *     <code>{....}-{4:4}</code>
 * @param at the place where it was taken, or an explanation why that is not known
 */
public record HeldEntry(String instance, String lockClass, String mode, String usage, String at) {

    /** Usage of a lock that sleeps, in a program without contexts. */
    public static final String PLAIN = "{....}-{4:4}";
}
