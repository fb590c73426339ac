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
        List<Evidence> ring = path(to, from);
        link(from, to, seen);
        if (ring.isEmpty()) {
            return ring;
        }
        ring.add(0, seen);
        return Gates.common(ring) ? List.of() : ring;
    }

    private void link(Node from, Node to, Evidence seen) {
        for (Link link : from.links) {
            if (link.to == to) {
                // The observation under the fewest locks speaks loudest.
                if (seen.gates().size() < link.evidence.gates().size()) {
                    link.evidence = seen;
                }
                return;
            }
        }
        from.links.add(new Link(to, seen));
        pairs++;
    }

    private static List<Evidence> path(Node start, Node goal) {
        Map<Node, Step> cameBy = new HashMap<>();
        ArrayDeque<Node> queue = new ArrayDeque<>();
        queue.add(start);
        Node at;
        while ((at = queue.poll()) != null) {
            for (Link link : at.links) {
                if (link.to != start && !cameBy.containsKey(link.to)) {
                    cameBy.put(link.to, new Step(at, link.evidence));
                    queue.add(link.to);
                }
            }
            if (cameBy.containsKey(goal)) {
                break;
            }
        }
        List<Evidence> path = new ArrayList<>();
        for (Step step = cameBy.get(goal); step != null; step = cameBy.get(step.from)) {
            path.add(step.evidence);
        }
        Collections.reverse(path);
        return path;
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

    private record Step(Node from, Evidence evidence) {}

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
        Evidence evidence;

        Link(Node to, Evidence evidence) {
            this.to = to;
            this.evidence = evidence;
        }
    }
}
