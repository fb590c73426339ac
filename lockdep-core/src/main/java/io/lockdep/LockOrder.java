package io.lockdep;

import java.util.List;

/**
 * A dependency between two lock classes.
 *
 * @param first the class that was held
 * @param second the class that was awaited meanwhile
 * @param declared whether this is only what the program declares
 * @param threads the threads that were seen to do so, as {@code name/id}, a few of them
 */
public record LockOrder(String first, String second, boolean declared, List<String> threads) {

    /** Copies the list, so that the value cannot change. */
    public LockOrder {
        threads = List.copyOf(threads);
    }
}
