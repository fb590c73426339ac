package io.lockdep.graph;

import io.lockdep.report.Nature;
import java.util.ArrayList;
import java.util.List;

/**
 * The parties of a ring as flows of control: one that held several locks of the ring while it asked for the next is one
 * party, of several edges.
 *
 * <p>T1 that holds A and B and wants C, with T2 that holds C and wants A, is a matter of two. Its three edges say three,
 * because a dependency only says what was held next.
 */
final class Columns {

    private final boolean[] joined;

    private Columns(boolean[] joined) {
        this.joined = joined;
    }

    /** {@return the columns of a ring of instances of one class} */
    static Columns of(List<Evidence> ring) {
        return of(ring, List.of());
    }

    /**
     * The columns of a ring in which each party asks for what the next one holds.
     *
     * @param ring one observation per edge
     * @param wanted the class that each of them asks for; empty if no signal is among them
     */
    static Columns of(List<Evidence> ring, List<LockClass> wanted) {
        int size = ring.size();
        boolean[] joined = new boolean[size];
        boolean all = size > 1;
        for (int i = 0; i < size && size > 1; i++) {
            // Who waits for a signal is not at the same moment the one who gives it.
            boolean signal = !wanted.isEmpty() && wanted.get(i).rules().nature() == Nature.SIGNAL;
            joined[i] = !signal && isOneMoment(ring.get(i), ring.get((i + 1) % size));
            all &= joined[i];
        }
        return new Columns(all ? new boolean[size] : joined);
    }

    // What the first held is still held when the second asks for more.
    private static boolean isOneMoment(Evidence inner, Evidence outer) {
        Object held = inner.from();
        if (held == null || inner.life() != outer.life()) {
            return false;
        }
        for (Evidence.Beside other : outer.beside()) {
            if (other.mode == inner.hold() && other.refersTo(held)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the observations that would wait: the last one of each column} */
    List<Evidence> waits(List<Evidence> ring) {
        List<Evidence> waits = new ArrayList<>(ring.size());
        for (int i = 0; i < joined.length; i++) {
            if (!joined[i]) {
                waits.add(ring.get(i));
            }
        }
        return waits;
    }

    /** {@return the number of each observation's column, that of the first being 0} */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>(joined.length);
        int column = 0;
        for (int i = 0; i < joined.length; i++) {
            numbers.add(column);
            column += joined[i] ? 0 : 1;
        }
        // The last ones may belong to the first.
        for (int i = joined.length - 1; i > 0 && joined[i]; i--) {
            numbers.set(i, 0);
        }
        return numbers;
    }
}
