package io.lockdep.graph;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The life of one flow of control, a thread or a task, as far as others started it or waited for its end.
 *
 * <p>Two observations that are ordered by start, join, submit or get cannot overlap, so they close no ring. A moment of a
 * life is its number of starts and joins so far, its <em>epoch</em>: everything up to the epoch of a start comes before
 * the started life; all of a life comes before the epoch in which it was joined.
 *
 * <p>Written by the flow itself, read by anybody. Bounded: of very long ancestries and of many joins the oldest part is
 * forgotten, which can only make two moments look unordered.
 */
public final class Lifeline {

    private static final int MAX_ANCESTORS = 64;
    private static final int MAX_JOINS = 64;
    private static final int MAX_STEPS = 512;

    /** Most lives kept by way of one that has ended: more than are looked at. */
    private static final int MAX_BEHIND = 1024;

    private final @Nullable Lifeline parent;
    private final int startedAt;
    private final int generation;
    private final boolean task;

    // The test that it belongs to, itself if it is one.
    private final @Nullable Lifeline test;

    private volatile int epoch;

    /** How many lives are kept by {@link #joins}, at most. */
    private volatile int behind;

    private Join[] joins = new Join[0];

    private Lifeline(@Nullable Lifeline parent, int startedAt, boolean task, @Nullable Lifeline of, boolean isTest) {
        this.parent = parent;
        this.startedAt = startedAt;
        this.generation = parent == null ? 0 : parent.generation + 1;
        this.task = task;
        this.test = isTest ? this : of == null ? null : of.test;
    }

    /** {@return the life of a thread of which nobody saw the start} */
    public static Lifeline unknown() {
        return new Lifeline(null, 0, false, null, false);
    }

    /**
     * Starts another life from this one.
     *
     * @param asTask whether it is a task, which a thread runs among others, rather than a thread
     * @return the new life
     */
    public Lifeline start(boolean asTask) {
        return start(asTask, false);
    }

    /**
     * Starts the life of a test, which the thread of this life leads meanwhile. Tests are independent of one another: that
     * one was over before the other began holds in this run only.
     */
    public Lifeline startTest() {
        return start(task, true);
    }

    private synchronized Lifeline start(boolean asTask, boolean asTest) {
        boolean tooOld = generation >= MAX_ANCESTORS;
        Lifeline child = new Lifeline(tooOld ? null : this, epoch, asTask, this, asTest);
        epoch = epoch + 1;
        return child;
    }

    /** {@return whether it is the same flow of control as another life, which a test may be part of} */
    boolean isSameFlow(Lifeline other) {
        return flow() == other.flow();
    }

    private Lifeline flow() {
        return test == this && parent != null ? parent : this;
    }

    /** {@return whether the two belong to different tests} */
    boolean isOfAnotherTest(Lifeline other) {
        return test != null && other.test != null && test != other.test;
    }

    /** Notes that this life has waited for the end of another one. */
    public void join(Lifeline ended) {
        // Not under both monitors: who knows who waits for whom.
        if (ended.behind >= MAX_BEHIND) {
            ended.forget();
        }
        add(ended);
    }

    // Otherwise each life would keep the one before it for ever.
    private synchronized void forget() {
        joins = new Join[0];
        behind = 0;
    }

    private synchronized void add(Lifeline ended) {
        int next = epoch + 1;
        int keep = Math.min(joins.length, MAX_JOINS - 1);
        Join[] longer = new Join[keep + 1];
        System.arraycopy(joins, joins.length - keep, longer, 0, keep);
        longer[keep] = new Join(ended, next);
        joins = longer;
        int kept = 0;
        for (Join join : longer) {
            kept += 1 + join.ended.behind;
        }
        behind = kept;
        epoch = next;
    }

    /** {@return how many starts and joins there were} */
    public int epoch() {
        return epoch;
    }

    /** {@return whether it is known who started it, so that what is not ordered with it may overlap it} */
    public boolean isKnown() {
        return parent != null || task;
    }

    /** {@return whether one moment comes before the other for a reason that holds in every run} */
    static boolean ordered(Evidence one, Evidence other) {
        return isBefore(one, other) || isBefore(other, one);
    }

    // Backwards from the later moment through all that it has waited for.
    private static boolean isBefore(Evidence early, Evidence late) {
        if (early.life().isSameFlow(late.life())) {
            return false;
        }
        Map<Lifeline, Integer> reached = new HashMap<>();
        ArrayDeque<Moment> queue = new ArrayDeque<>();
        queue.add(new Moment(late.life(), late.epoch()));
        for (int steps = 0; steps < MAX_STEPS && !queue.isEmpty(); steps++) {
            Moment at = queue.remove();
            if (at.life == early.life() && early.epoch() <= at.epoch) {
                return true;
            }
            Integer known = reached.get(at.life);
            if (known == null || known < at.epoch) {
                reached.put(at.life, at.epoch);
                at.life.addWhatCameBefore(at.epoch, late.life().test, queue);
            }
        }
        return false;
    }

    private synchronized void addWhatCameBefore(int moment, @Nullable Lifeline seenFrom, ArrayDeque<Moment> queue) {
        if (parent != null) {
            queue.add(new Moment(parent, startedAt));
        }
        for (Join join : joins) {
            boolean ofAnotherTest = seenFrom != null && join.ended.test == join.ended && join.ended != seenFrom;
            if (join.epoch <= moment && !ofAnotherTest) {
                queue.add(new Moment(join.ended, Integer.MAX_VALUE));
            }
        }
    }

    private record Join(Lifeline ended, int epoch) {}

    private record Moment(Lifeline life, int epoch) {}
}
