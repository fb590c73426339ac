package io.lockdep.report;

import java.util.List;

/**
 * One edge of a ring: a thread that held one lock class while it took the next.
 *
 * <p>Stacks run from the innermost frame to the outermost. A hold stack is empty where the place is not known.
 *
 * @param holds lock class that was held, {@code holdsNature} what it stands for and {@code holdMode} how it was held
 * @param holdsNature what {@code holds} stands for
 * @param holdMode {@code W}, {@code R} or {@code RR}
 * @param wants lock class that was taken meanwhile, {@code wantsNature} what it stands for and {@code wantMode} how
 * @param wantsNature what {@code wants} stands for
 * @param wantMode {@code W}, {@code R} or {@code RR}
 * @param usage how the class that was taken is used in contexts, as in {@link HeldEntry}
 * @param timed whether that acquisition would have given up after a while
 * @param thread name and id of the thread, as {@code name/id}
 * @param column which party of the ring it belongs to, from 0: one thread that held several locks of the ring while it
 *     took the next is one party, of several edges in a row
 * @param holdStack where {@code holds} was taken
 * @param waitStack where {@code wants} was taken
 */
public record Party(
        String holds,
        Nature holdsNature,
        String holdMode,
        String wants,
        Nature wantsNature,
        String wantMode,
        String usage,
        boolean timed,
        String thread,
        int column,
        List<String> holdStack,
        List<String> waitStack) {

    /** Copies the stacks, so that the value cannot change. */
    public Party {
        holdStack = List.copyOf(holdStack);
        waitStack = List.copyOf(waitStack);
    }
}
