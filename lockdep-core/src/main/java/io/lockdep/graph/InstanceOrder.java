package io.lockdep.graph;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
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
public final class InstanceOrder {

    /** Most pairs kept per class; further ones are counted and not checked. */
    static final int MAX_PAIRS = 4096;

    private final Map<Integer, List<Node>> nodes = new HashMap<>();
    private int pairs;
    private long dropped;
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

    /** {@return how many pairs were not kept because the table was full} */
    long dropped() {
        return dropped;
    }

    /**
     * Adds a pair.
     *
     * @param outer the instance that was held
     * @param inner the instance that is asked for
     * @param flow the thread
     * @return the observations of the ring that this pair closes, itself first; empty if there is none
     */
    List<Evidence> add(Acquired outer, Acquired inner, Flow flow) {
        if (pairs >= MAX_PAIRS) {
            purge();
            if (pairs >= MAX_PAIRS) {
                dropped++;
                full = true;
                return List.of();
            }
        }
        Evidence seen = new Evidence(outer, inner, flow);
        Node from = node(outer.instance());
        Node to = node(inner.instance());
        List<Evidence> ring = new Search(seen, from).from(to);
        link(from, to, seen);
        return ring;
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

    /**
     * Looks for the shortest ring in which every waiter is blocked by the next holder and no lock was held over all.
     *
     * <p>By iterative deepening, as a longer ring may do where a shorter one is excused. Bounded: beyond the bound a ring
     * can be missed, which is why rings of instances longer than a few are rare enough.
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
                return at == goal && closes() && !Gates.common(ring);
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
    }

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
    }
}
