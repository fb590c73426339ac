package io.lockdep.engine;

/**
 * How much the engine may keep, so that no program can make it grow for ever. What is dead never counts.
 *
 * <p>A limit that is reached is counted and said, see {@link Limit}; it never stops the engine, nor the program.
 *
 * @param classes most lock classes, at most 16 million: a held lock has 24 bits for its class; locks of further ones
 *     share one class that is not validated
 * @param dependencies most dependencies; further ones are looked at once and not kept
 * @param chains most chains known at once; then their table starts anew
 * @param instances most locks told apart by what they are for, those included that are dead and not yet
 *     collected; further ones are not watched
 * @param pairs most pairs of nested instances told apart per class
 * @param sites most places in code; further ones are not recorded
 */
public record Limits(int classes, int dependencies, int chains, int instances, int pairs, int sites) {

    /** What a large program stays well below. */
    public static final Limits DEFAULT = new Limits(1 << 16, 1 << 18, 1 << 21, 4_000_000, 4096, 1 << 18);
}
