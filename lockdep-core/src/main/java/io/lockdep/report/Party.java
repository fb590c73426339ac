package io.lockdep.report;

import java.util.List;

/**
 * One edge of a ring: a thread that held one lock class while it took the next.
 *
 * <p>Stacks run from the innermost frame to the outermost. A hold stack is empty where the place is not known.
 *
 * @param holds lock class that was held, and {@code holdMode} how
 * @param holdMode {@code W}, {@code R} or {@code RR}
 * @param wants lock class that was taken meanwhile, and {@code wantMode} how
 * @param wantMode {@code W}, {@code R} or {@code RR}
 * @param timed whether that acquisition would have given up after a while
 * @param thread name and id of the thread, as {@code name/id}
 * @param holdStack where {@code holds} was taken
 * @param waitStack where {@code wants} was taken
 */
public record Party(
        String holds,
        String holdMode,
        String wants,
        String wantMode,
        boolean timed,
        String thread,
        List<String> holdStack,
        List<String> waitStack) {

    /** Copies the stacks, so that the value cannot change. */
    public Party {
        holdStack = List.copyOf(holdStack);
        waitStack = List.copyOf(waitStack);
    }
}
