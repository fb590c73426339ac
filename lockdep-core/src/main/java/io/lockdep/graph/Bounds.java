package io.lockdep.graph;

/**
 * How much a graph may keep, so that no program can make it grow for ever.
 *
 * @param classes most lock classes; further locks share one class that is not validated
 * @param dependencies most dependencies; further ones are looked at once and not kept
 * @param pairs most pairs of nested instances per class; beyond it the instances are no longer told apart
 */
public record Bounds(int classes, int dependencies, int pairs) {

    static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
