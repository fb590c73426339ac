package io.lockdep.graph;

import java.util.List;

/**
 * One lock as the graph sees it: a held entry, or the acquisition that is asked for.
 *
 * @param instance the lock object; callers keep it alive only for the call
 * @param lockClass its class
 * @param mode how it is taken
 * @param timed whether the acquisition gives up after a while
 * @param excludes whether others are kept out while it is held; not by what only stands for a wait
 * @param stack where it is taken, innermost frame first; empty if not known
 */
public record Acquired(
        Object instance,
        LockClass lockClass,
        Mode mode,
        boolean timed,
        boolean excludes,
        List<StackTraceElement> stack) {}
