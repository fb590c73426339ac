package io.lockdep;

/** How a lock map is taken. */
public enum LockMode {
    /** Excludes everybody. */
    EXCLUSIVE,
    /** Shared, but blocks behind a waiting writer, as every read lock of the JDK does. */
    SHARED,
    /** Shared, and never blocks behind a waiting writer. */
    RECURSIVE_SHARED
}
