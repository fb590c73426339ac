package io.lockdep.agent.report;

import io.lockdep.engine.Engine;
import io.lockdep.graph.Dependency;
import io.lockdep.graph.Evidence;
import io.lockdep.graph.LockClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order of locks that a run has followed, as a graph for Graphviz: every dependency between two lock classes, with
 * modes. Sorted, so that two runs can be compared line by line.
 */
public final class LockOrderDot {

    private LockOrderDot() {}

    /**
     * One dependency.
     *
     * @param from the class that was held
     * @param to the class that was awaited meanwhile
     * @param modes how, as {@code W -> R}, each once
     * @param timed whether every wait would have given up after a while
     * @param declared whether the program has only declared it
     */
    record Edge(String from, String to, Set<String> modes, boolean timed, boolean declared) {}

    /** {@return the graph that the engine of this JVM has learnt so far} */
    public static String now() {
        Map<String, String> shapes = new TreeMap<>();
        List<Edge> edges = new ArrayList<>();
        for (LockClass from : Engine.graph().all()) {
            for (Dependency dependency : Engine.graph().dependenciesOf(from)) {
                edges.add(edge(dependency));
                shapes.put(from.name(), shape(from));
                shapes.put(dependency.to().name(), shape(dependency.to()));
            }
        }
        return of(shapes, edges);
    }

    private static Edge edge(Dependency dependency) {
        Set<String> modes = new TreeSet<>();
        boolean timed = true;
        boolean declared = true;
        for (Evidence seen : Engine.graph().evidenceOf(dependency)) {
            modes.add(seen.hold().symbol() + " -> " + seen.want().symbol());
            timed &= seen.timed();
            declared &= seen.isDeclared();
        }
        return new Edge(dependency.from().name(), dependency.to().name(), modes, timed && !declared, declared);
    }

    private static String shape(LockClass of) {
        return switch (of.rules().nature()) {
            case LOCK -> "box";
            case MAP -> "ellipse";
            case SIGNAL -> "diamond";
            case RESOURCE, POOL -> "box3d";
            case CONTEXT -> "octagon";
        };
    }

    static String of(Map<String, String> shapes, List<Edge> edges) {
        List<Edge> sorted = new ArrayList<>(edges);
        sorted.sort(Comparator.comparing(Edge::from).thenComparing(Edge::to));
        Rings rings = Rings.of(sorted);
        long bad = sorted.stream().filter(rings::contains).count();
        Dot dot = new Dot(
                "lock order",
                count(shapes.size(), "lock class", "lock classes") + ", "
                        + count(sorted.size(), "dependency", "dependencies") + "; "
                        + (bad == 0 ? "acyclic" : bad + " of them on rings"));
        shapes.forEach((name, shape) -> dot.line(Dot.quoted(name) + " [shape=" + shape + "];"));
        for (Edge edge : sorted) {
            Set<String> attributes = new LinkedHashSet<>();
            attributes.add("label=" + Dot.quoted(String.join("\n", edge.modes())));
            if (edge.declared() || edge.timed()) {
                attributes.add("style=" + (edge.declared() ? "dashed" : "dotted"));
            }
            if (rings.contains(edge)) {
                attributes.add("color=red");
            }
            dot.line(Dot.quoted(edge.from()) + " -> " + Dot.quoted(edge.to()) + " [" + String.join(", ", attributes)
                    + "];");
        }
        return dot.toString();
    }

    private static String count(int number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
