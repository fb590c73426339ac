package io.lockdep.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which instances of one class are nested.
 *
 * <p>Nesting two instances of a class is normal in a JVM (trees, linked nodes, {@code vector.addAll(other)}) as long as
 * everybody agrees on an order. Pairs are kept by instance, weakly; a ring of pairs is reported unless one outer lock
 * was held over all of them. Departs from Linux, which reports the first nesting of a class.
 */
final class InstanceOrder {

    private static final int FIRST_PURGE = 64;

    private final Map<Integer, List<Node>> nodes = new HashMap<>();
    private int pairs;
    private int excused;
    private int nextPurge = FIRST_PURGE;
    private volatile boolean full;

    // Read without the graph's lock, on the hot path of nested instances of one class.
    boolean hasRoom() {
        return !full;
    }

    void clear() {
        nodes.clear();
        pairs = 0;
        full = false;
    }

    /**
     * Adds a pair.
     *
     * @param outer the instance that was held
     * @param inner the instance that is asked for
     * @param flow the thread
     * @param most how many pairs of living instances are kept; beyond it the instances are no longer told apart
     * @return what was seen of each pair of the ring that this one closes, itself first; empty if there is none
     */
    List<List<Evidence>> add(Acquired outer, Acquired inner, Flow flow, int most) {
        if (pairs >= Math.min(most, nextPurge)) {
            purge();
            if (pairs >= most) {
                full = true;
                return List.of();
            }
        }
        Evidence seen = new Evidence(outer, inner, flow);
        Node from = node(outer.instance());
        Node to = node(inner.instance());
        List<Evidence> ring = shortest(seen, to, from);
        List<Evidence> excused = List.of();
        if (!ring.isEmpty() && (isGated(ring) || !isSimple(ring))) {
            excused = ring;
            ring = new Search(seen, from).from(to);
        }
        link(from, to, seen);
        if (ring.isEmpty() && !excused.isEmpty()) {
            excuse(from, excused);
        }
        return seenOf(to, ring);
    }

    // All that was seen of the pairs: others than those that were found first may say more.
    private static List<List<Evidence>> seenOf(Node start, List<Evidence> ring) {
        List<List<Evidence>> all = new ArrayList<>(ring.size());
        Node at = start;
        for (int i = 0; i < ring.size(); i++) {
            Link by = i == 0 ? null : linkOf(at, ring.get(i));
            all.add(by == null ? List.of(ring.get(i)) : List.copyOf(by.evidence));
            at = by == null ? at : by.to;
        }
        return all;
    }

    // Nothing is said as long as the gate is held; that the next one may not hold it is as good as a grade to be
    // raised.
    private void excuse(Node from, List<Evidence> ring) {
        Node at = from;
        for (int i = 0; i < ring.size(); i++) {
            Link by = linkOf(at, ring.get(i));
            if (by == null) {
                by = linkTo(at, ring.get(i).to());
            }
            if (by == null) {
                return;
            }
            excused += by.excused ? 0 : 1;
            by.excused = true;
            at = by.to;
        }
    }

    /** {@return how many pairs are part of a ring that is not said, because one lock was held over all of it} */
    int excused() {
        return excused;
    }

    boolean isExcused(Object outer, Object inner) {
        for (Node node : nodes.getOrDefault(System.identityHashCode(outer), List.of())) {
            Link link = node.refersTo(outer) ? linkTo(node, inner) : null;
            if (link != null) {
                return link.excused;
            }
        }
        return false;
    }

    private static @Nullable Link linkOf(Node at, Evidence seen) {
        for (Link link : at.links) {
            if (link.evidence.contains(seen)) {
                return link;
            }
        }
        return null;
    }

    private static @Nullable Link linkTo(Node at, @Nullable Object instance) {
        for (Link link : at.links) {
            if (instance != null && link.to.refersTo(instance)) {
                return link;
            }
        }
        return null;
    }

    /** {@return whether another thread was seen to nest an instance, or may have been} */
    boolean isSeenByAnother(Object instance, long thread) {
        if (full) {
            return true;
        }
        for (List<Node> bucket : nodes.values()) {
            for (Node node : bucket) {
                for (Link link : node.links) {
                    if (Confinement.isSeenByAnother(instance, thread, link.evidence)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    // Two who hold one instance in a ring exclude each other.
    private static boolean isSimple(List<Evidence> ring) {
        for (int i = 0; i < ring.size(); i++) {
            for (int j = i + 1; j < ring.size(); j++) {
                if (ring.get(i).to() == ring.get(j).to()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Takes back a pair that was observed of an acquisition that is not made after all. */
    void retract(Object outer, Acquired inner) {
        Node from = node(outer);
        for (int i = from.links.size() - 1; i >= 0; i--) {
            Link link = from.links.get(i);
            if (link.to.refersTo(inner.instance()) && link.retract(inner)) {
                from.links.remove(i);
                pairs--;
            }
        }
    }

    private static boolean isGated(List<Evidence> ring) {
        return Gates.common(ring, Columns.of(ring).waits(ring));
    }

    private void link(Node from, Node to, Evidence seen) {
        for (Link link : from.links) {
            if (link.to == to) {
                link.add(seen);
                return;
            }
        }
        from.links.add(new Link(to, seen));
        pairs++;
    }

    /** The shortest ring in which every waiter is blocked by the next holder; exact, see {@link CycleSearch}. */
    private static List<Evidence> shortest(Evidence closing, Node start, Node goal) {
        List<Map<Node, Step>> cameBy = List.of(new HashMap<>(), new HashMap<>());
        ArrayDeque<Step> queue = new ArrayDeque<>();
        queue.add(new Step(start, closing, null));
        Step step;
        while ((step = queue.poll()) != null) {
            for (Link link : step.at.links) {
                for (Evidence evidence : link.evidence) {
                    if (!Dependency.conflict(step.by.want(), evidence.hold())) {
                        continue;
                    }
                    Step next = new Step(link.to, evidence, step);
                    if (link.to == goal && Dependency.conflict(evidence.want(), closing.hold())) {
                        return ring(next);
                    }
                    int state = evidence.want() == Mode.RECURSIVE_SHARED ? 1 : 0;
                    if (!cameBy.get(0).containsKey(link.to) && cameBy.get(state).putIfAbsent(link.to, next) == null) {
                        queue.add(next);
                    }
                }
            }
        }
        return List.of();
    }

    private static List<Evidence> ring(Step last) {
        List<Evidence> ring = new ArrayList<>();
        for (Step step = last; step != null; step = step.before) {
            ring.add(step.by);
        }
        Collections.reverse(ring);
        return ring;
    }

    /**
     * Looks for another ring where the shortest is excused, because one lock was held over all of it, or is none, because
     * it passes an instance twice.
     *
     * <p>By iterative deepening. Bounded: a ring that is longer than that, among others that are all excused, is missed.
     */
    private static final class Search {

        private static final int MAX_LENGTH = 6;
        private static final int MAX_STEPS = 10_000;

        private final Node goal;
        private final List<Evidence> ring = new ArrayList<>();
        private int steps;

        Search(Evidence closing, Node goal) {
            this.goal = goal;
            ring.add(closing);
        }

        List<Evidence> from(Node start) {
            for (int length = 1; length <= MAX_LENGTH; length++) {
                if (extend(start, length)) {
                    return List.copyOf(ring);
                }
            }
            return List.of();
        }

        private boolean extend(Node at, int left) {
            if (left == 0) {
                return at == goal && closes() && isSimple(ring) && !isGated(ring);
            }
            Mode arriving = ring.get(ring.size() - 1).want();
            for (Link link : at.links) {
                for (Evidence evidence : link.evidence) {
                    if (steps++ > MAX_STEPS) {
                        return false;
                    }
                    if (Dependency.conflict(arriving, evidence.hold())) {
                        ring.add(evidence);
                        if (extend(link.to, left - 1)) {
                            return true;
                        }
                        ring.remove(ring.size() - 1);
                    }
                }
            }
            return false;
        }

        private boolean closes() {
            return Dependency.conflict(
                    ring.get(ring.size() - 1).want(), ring.get(0).hold());
        }
    }

    private Node node(Object instance) {
        Integer hash = System.identityHashCode(instance);
        List<Node> bucket = nodes.get(hash);
        if (bucket == null) {
            bucket = new ArrayList<>(1);
            nodes.put(hash, bucket);
        }
        for (Node node : bucket) {
            if (node.refersTo(instance)) {
                return node;
            }
        }
        Node node = new Node(instance);
        bucket.add(node);
        return node;
    }

    private void purge() {
        pairs = 0;
        var buckets = nodes.values().iterator();
        while (buckets.hasNext()) {
            List<Node> bucket = buckets.next();
            var each = bucket.iterator();
            while (each.hasNext()) {
                Node node = each.next();
                if (node.refersTo(null)) {
                    each.remove();
                } else {
                    node.dropDeadLinks();
                    pairs += node.links.size();
                }
            }
            if (bucket.isEmpty()) {
                buckets.remove();
            }
        }
        nextPurge = Math.max(FIRST_PURGE, 2 * pairs);
    }

    /** Forgets instances that are gone, and tells the others apart again if that makes room. */
    void dropDead(int most) {
        if (!nodes.isEmpty()) {
            purge();
            full = full && pairs >= most;
        }
    }

    /** {@return how many pairs are kept} */
    int size() {
        return pairs;
    }

    private record Step(Node at, Evidence by, @Nullable Step before) {}

    private static final class Node extends WeakReference<@Nullable Object> {

        final List<Link> links = new ArrayList<>(1);

        Node(Object instance) {
            super(instance);
        }

        void dropDeadLinks() {
            var each = links.iterator();
            while (each.hasNext()) {
                if (each.next().to.refersTo(null)) {
                    each.remove();
                }
            }
        }
    }

    private static final class Link {

        final Node to;
        final List<Evidence> evidence = new ArrayList<>(1);
        boolean excused;

        Link(Node to, Evidence seen) {
            this.to = to;
            evidence.add(seen);
        }

        void add(Evidence seen) {
            for (Evidence known : evidence) {
                if (known.saysSameAs(seen)) {
                    return;
                }
            }
            if (evidence.size() < Dependency.MAX_EVIDENCE) {
                evidence.add(seen);
            }
        }

        boolean retract(Acquired inner) {
            for (int i = evidence.size() - 1; i >= 0; i--) {
                if (evidence.get(i).isOf(inner)) {
                    evidence.remove(i);
                }
            }
            return evidence.isEmpty();
        }
    }
}
