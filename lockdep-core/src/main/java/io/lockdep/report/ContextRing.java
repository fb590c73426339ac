package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ring through a context: a lock that is taken in it (safe, as long as nobody lets the context come in meanwhile), and
 * a lock that is held while it can come in (unsafe). Kernel: {@code LOCK_USED_IN_*} and {@code LOCK_ENABLED_*}.
 *
 * @param inside the party that takes the safe lock in the context
 * @param between the parties from the safe lock to the unsafe one, in order; empty if they are one
 * @param outside the party that holds the unsafe lock while the context can come in
 * @param closing which of {@code between} closed the ring, or -1 if it was one of the others
 */
record ContextRing(Party inside, List<Party> between, Party outside, int closing) {

    /** {@return the ring, seen from its context; null if there is none in it, or more than one} */
    static @Nullable ContextRing of(List<Party> cycle) {
        int size = cycle.size();
        int start = -1;
        for (int i = 0; i < size; i++) {
            if (cycle.get(i).holdsNature() == Nature.CONTEXT) {
                if (start >= 0) {
                    return null;
                }
                start = i;
            }
        }
        if (start < 0 || size < 2) {
            return null;
        }
        List<Party> between = new ArrayList<>();
        for (int i = 1; i < size - 1; i++) {
            between.add(cycle.get((start + i) % size));
        }
        int closing = start == 0 || start == 1 ? -1 : size - start - 1;
        return new ContextRing(cycle.get(start), between, cycle.get((start + size - 1) % size), closing);
    }

    String context() {
        return inside.holds();
    }

    /** {@return the context in capitals, as it stands in the names of states} */
    String tag() {
        StringBuilder capitals = new StringBuilder(context());
        for (int i = 0; i < capitals.length(); i++) {
            capitals.setCharAt(i, Character.toUpperCase(capitals.charAt(i)));
        }
        return capitals.toString();
    }

    String safe() {
        return inside.wants();
    }

    String unsafe() {
        return outside.holds();
    }

    /** {@return the state of the safe lock, as {@code IN-EVENT-LOOP-W}} */
    String insideState() {
        return "IN-" + tag() + suffix(inside.wantMode());
    }

    /** {@return the state of the unsafe lock, as {@code EVENT-LOOP-ON-W}} */
    String outsideState() {
        return tag() + "-ON" + suffix(outside.holdMode());
    }

    /** {@return where the unsafe lock was taken, or where the context could come in if that is not known} */
    List<String> outsideStack() {
        return outside.holdStack().isEmpty() ? outside.waitStack() : outside.holdStack();
    }

    private static String suffix(String mode) {
        return "W".equals(mode) ? "-W" : "-R";
    }
}
