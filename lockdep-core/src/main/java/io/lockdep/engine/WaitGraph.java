package io.lockdep.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Threads that wait for each other now: which of them can never go on, and in which rings.
 *
 * <p>A wait ends when all of the threads that keep it waiting do their part, or any one of them, so plain cycles say too
 * little and too much. All waits are first taken for hopeless; those that some thread can still end are removed until
 * none is left to remove. Waits with a timeout, and those of which it is not known who ends them, go first.
 */
final class WaitGraph {

    private final Map<HeldSnapshot, Blockers.Blocked> stuck = new LinkedHashMap<>();

    /**
     * Finds the threads that can never go on.
     *
     * @param waits threads that wait since an earlier look
     * @param blockers who keeps them waiting
     */
    WaitGraph(List<HeldSnapshot> waits, Blockers blockers) {
        for (HeldSnapshot waiter : waits) {
            Blockers.Blocked blocked = blockers.of(waiter);
            if (!waiter.isTimed() && blocked.rule() != Enders.Rule.UNKNOWN) {
                stuck.put(waiter, blocked);
            }
        }
        boolean removed = true;
        while (removed) {
            removed = false;
            for (HeldSnapshot waiter : List.copyOf(stuck.keySet())) {
                Blockers.Blocked blocked = stuck.get(waiter);
                if (blocked != null && canEnd(blocked)) {
                    stuck.remove(waiter);
                    removed = true;
                }
            }
        }
    }

    // What it takes every ender to do is never done if one of them cannot; an ended thread never can.
    private boolean canEnd(Blockers.Blocked blocked) {
        boolean all = blocked.rule() == Enders.Rule.ALL;
        for (HeldSnapshot ender : blocked.enders()) {
            boolean never = ender.ended || stuck.containsKey(ender);
            if (never == all) {
                return !all;
            }
        }
        return all;
    }

    /** {@return whether a thread can never go on} */
    boolean isStuck(HeldSnapshot waiter) {
        return stuck.containsKey(waiter);
    }

    /** {@return the threads on which a thread's wait depends and whose waits depend on it, itself among them} */
    List<HeldSnapshot> setOf(HeldSnapshot thread) {
        Set<HeldSnapshot> ahead = new LinkedHashSet<>(List.of(thread));
        ArrayDeque<HeldSnapshot> queue = new ArrayDeque<>(ahead);
        while (!queue.isEmpty()) {
            for (HeldSnapshot next : ahead(queue.remove())) {
                if (ahead.add(next)) {
                    queue.add(next);
                }
            }
        }
        Set<HeldSnapshot> set = new LinkedHashSet<>(List.of(thread));
        boolean added = true;
        while (added) {
            added = false;
            for (HeldSnapshot each : ahead) {
                added |= !set.contains(each) && leadsInto(each, set) && set.add(each);
            }
        }
        return List.copyOf(set);
    }

    private boolean leadsInto(HeldSnapshot thread, Set<HeldSnapshot> set) {
        for (HeldSnapshot next : ahead(thread)) {
            if (set.contains(next)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the shortest ring through a thread, each waiting for the next; empty if there is none} */
    List<HeldSnapshot> ring(HeldSnapshot through) {
        Map<HeldSnapshot, HeldSnapshot> cameFrom = new LinkedHashMap<>();
        ArrayDeque<HeldSnapshot> queue = new ArrayDeque<>();
        queue.add(through);
        while (!queue.isEmpty()) {
            HeldSnapshot at = queue.remove();
            for (HeldSnapshot next : ahead(at)) {
                if (next == through) {
                    return path(cameFrom, through, at);
                }
                if (!cameFrom.containsKey(next)) {
                    cameFrom.put(next, at);
                    queue.add(next);
                }
            }
        }
        return List.of();
    }

    private static List<HeldSnapshot> path(
            Map<HeldSnapshot, HeldSnapshot> cameFrom, HeldSnapshot first, HeldSnapshot last) {
        ArrayDeque<HeldSnapshot> ring = new ArrayDeque<>();
        HeldSnapshot at = last;
        while (at != first && at != null) {
            ring.addFirst(at);
            at = cameFrom.get(at);
        }
        ring.addFirst(first);
        return List.copyOf(ring);
    }

    // To the holders: a writer in the queue that they keep waiting is no party of its own.
    private List<HeldSnapshot> ahead(HeldSnapshot waiter) {
        List<HeldSnapshot> ahead = new ArrayList<>(1);
        Blockers.Blocked blocked = stuck.get(waiter);
        if (blocked != null) {
            for (HeldSnapshot holder : blocked.holders()) {
                if (stuck.containsKey(holder)) {
                    ahead.add(holder);
                }
            }
        }
        return ahead;
    }
}
