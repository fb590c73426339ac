package io.lockdep.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edge of the graph: the first class was held while the second was awaited.
 *
 * <p>The kernel's four kinds (held exclusive or shared, awaited recursively or not) are one bit each; an edge collects
 * the bits of all its observations (kernel: {@code lock_list.dep}).
 */
public final class Dependency {

    /** Most observations kept per edge; the first ones win, which are the ones a report has shown. */
    static final int MAX_EVIDENCE = 8;

    /** Most of them once the edge is part of a ring, whose grade better ones could raise. */
    private static final int MAX_OF_A_RING = 64;

    /** Of those, most that differ only in who did it when, once there is no room for others. */
    private static final int MAX_ALIKE = 4;

    private static final int SHARED_HOLD = 2;
    private static final int RECURSIVE_WANT = 1;

    private final LockClass from;
    private final LockClass to;
    private final List<Evidence> evidence = new ArrayList<>(1);
    private int kinds;
    private boolean inRing;

    /** Observations that say more now than they did when they were made. */
    private List<Evidence> again = List.of();

    Dependency(LockClass from, LockClass to) {
        this.from = from;
        this.to = to;
    }

    /** {@return the class that was held} */
    public LockClass from() {
        return from;
    }

    /** {@return the class that was awaited} */
    public LockClass to() {
        return to;
    }

    /** {@return a copy of the observations} */
    public List<Evidence> evidence() {
        return List.copyOf(evidence);
    }

    /**
     * Adds an observation.
     *
     * @param replayed whether nobody waits, so that it counts only if it is of a new kind
     * @return whether it is news: rings through this edge may be new, or better founded
     */
    boolean add(Evidence seen, boolean replayed) {
        int kind = 1 << kind(seen.hold(), seen.want());
        boolean newKind = (kinds & kind) == 0;
        kinds |= kind;
        Evidence known = known(seen);
        if (known != null && !again.isEmpty() && again.remove(known)) {
            return true;
        }
        if (!newKind && (replayed || known != null)) {
            return false;
        }
        boolean kept = newKind || hasRoom();
        if (kept) {
            evidence.add(seen);
        }
        // What closes a ring is looked at even if it cannot be kept.
        return kept || inRing;
    }

    /**
     * Takes back what was observed of an acquisition that is not made after all.
     *
     * @return whether nothing is left of the edge
     */
    boolean retract(Acquired wanted) {
        for (int i = evidence.size() - 1; i >= 0; i--) {
            if (evidence.get(i).isOf(wanted)) {
                evidence.remove(i);
            }
        }
        countKinds();
        return evidence.isEmpty();
    }

    /**
     * Forgets everything but what the program has declared.
     *
     * @return whether nothing is left of the edge
     */
    boolean forget() {
        for (int i = evidence.size() - 1; i >= 0; i--) {
            if (!evidence.get(i).isDeclared()) {
                evidence.remove(i);
            }
        }
        inRing = false;
        countKinds();
        return evidence.isEmpty();
    }

    private void countKinds() {
        kinds = 0;
        for (Evidence each : evidence) {
            kinds |= 1 << kind(each.hold(), each.want());
        }
    }

    private boolean hasRoom() {
        int most = inRing ? MAX_OF_A_RING : MAX_EVIDENCE;
        if (evidence.size() >= most) {
            drop(false);
        }
        if (evidence.size() >= most && inRing) {
            drop(true);
        }
        return evidence.size() < most;
    }

    // The oldest of each kind stays: it is the text of a report, and a walk that counts on the kind needs it.
    private void drop(boolean repeats) {
        for (int i = evidence.size() - 1; i > 0; i--) {
            Evidence each = evidence.get(i);
            int alike = 0;
            boolean first = true;
            for (Evidence older : evidence.subList(0, i)) {
                first &= kind(older.hold(), older.want()) != kind(each.hold(), each.want());
                alike += repeats && older.isLike(each) ? 1 : 0;
            }
            if (!first && (repeats ? alike >= MAX_ALIKE : each.isStale())) {
                evidence.remove(i);
            }
        }
    }

    /** Notes that a ring leads over this edge whose grade could be raised, so that more of what is seen of it is kept. */
    void seeRing() {
        inRing = true;
    }

    /** {@return whether a ring leads over this edge whose grade could be raised} */
    boolean isInRing() {
        return inRing;
    }

    /** Notes that what was seen of it says more now: seen again, it counts once more. */
    void lookAgain() {
        again = new ArrayList<>(evidence);
    }

    /** {@return whether observations may have been left out} */
    boolean isFull() {
        return evidence.size() >= MAX_EVIDENCE;
    }

    private @Nullable Evidence known(Evidence seen) {
        for (Evidence known : evidence) {
            if (known.saysSameAs(seen)) {
                return known;
            }
        }
        return null;
    }

    /** Whether the edge can be walked after arriving at its start, only as a recursive reader or not. */
    boolean isOpen(boolean onlyRecursive) {
        return (kinds & usable(onlyRecursive)) != 0;
    }

    /** Whether a walk over this edge, after such an arrival, arrives only as a recursive reader. */
    boolean arrivesOnlyRecursive(boolean onlyRecursive) {
        int open = kinds & usable(onlyRecursive);
        int blocking = 1 << kind(Mode.EXCLUSIVE, Mode.EXCLUSIVE) | 1 << kind(Mode.SHARED, Mode.EXCLUSIVE);
        return (open & blocking) == 0;
    }

    // Who waits as a recursive reader is not blocked by somebody who holds the lock shared.
    private static int usable(boolean onlyRecursive) {
        int exclusiveHold =
                1 << kind(Mode.EXCLUSIVE, Mode.EXCLUSIVE) | 1 << kind(Mode.EXCLUSIVE, Mode.RECURSIVE_SHARED);
        return onlyRecursive ? exclusiveHold : 0b1111;
    }

    private static int kind(Mode hold, Mode want) {
        return (hold == Mode.EXCLUSIVE ? 0 : SHARED_HOLD) | (want == Mode.RECURSIVE_SHARED ? RECURSIVE_WANT : 0);
    }

    /** Whether a thread that asks like {@code arriving} at the start of this edge is blocked by {@code leaving}. */
    static boolean conflict(Mode arriving, Mode leaving) {
        return leaving == Mode.EXCLUSIVE || arriving != Mode.RECURSIVE_SHARED;
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
