package io.lockdep.agent.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which dependencies of a graph lie on a ring: those whose two ends reach each other.
 *
 * <p>Tarjan, Depth-First Search and Linear Graph Algorithms, 1972; without recursion, as chains of locks can be long.
 */
final class Rings {

    private final Map<String, List<String>> after = new HashMap<>();
    private final Map<String, Integer> number = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Map<String, Integer> component = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> isOpen = new HashSet<>();

    private Rings() {}

    static Rings of(List<LockOrderDot.Edge> edges) {
        Rings rings = new Rings();
        for (LockOrderDot.Edge edge : edges) {
            rings.after.computeIfAbsent(edge.from(), any -> new ArrayList<>()).add(edge.to());
        }
        for (String start : rings.after.keySet()) {
            if (!rings.number.containsKey(start)) {
                rings.visit(start);
            }
        }
        return rings;
    }

    boolean contains(LockOrderDot.Edge edge) {
        Integer from = component.get(edge.from());
        return from != null && from.equals(component.get(edge.to()));
    }

    /** A node on the way, and which of its neighbours comes next. */
    private static final class Step {

        final String node;
        int next;

        Step(String node) {
            this.node = node;
        }
    }

    private void visit(String start) {
        Deque<Step> way = new ArrayDeque<>();
        way.push(enter(start));
        while (!way.isEmpty()) {
            Step step = way.element();
            List<String> neighbours = after.getOrDefault(step.node, List.of());
            if (step.next < neighbours.size()) {
                String neighbour = neighbours.get(step.next++);
                if (!number.containsKey(neighbour)) {
                    way.push(enter(neighbour));
                } else if (isOpen.contains(neighbour)) {
                    low.merge(step.node, number.getOrDefault(neighbour, 0), Math::min);
                }
            } else {
                way.pop();
                leave(step.node);
                if (!way.isEmpty()) {
                    low.merge(way.element().node, low.getOrDefault(step.node, 0), Math::min);
                }
            }
        }
    }

    private Step enter(String node) {
        number.put(node, number.size());
        low.put(node, number.size() - 1);
        open.push(node);
        isOpen.add(node);
        return new Step(node);
    }

    private void leave(String node) {
        int first = number.getOrDefault(node, 0);
        if (low.getOrDefault(node, 0) != first) {
            return;
        }
        String member;
        do {
            member = open.pop();
            isOpen.remove(member);
            component.put(member, first);
        } while (!member.equals(node));
    }
}
