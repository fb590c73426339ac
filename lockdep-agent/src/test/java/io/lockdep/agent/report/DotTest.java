package io.lockdep.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.agent.report.LockOrderDot.Edge;
import io.lockdep.report.Grade;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Graphs for Graphviz: rings of findings, and the order of all locks, in which rings stand out. */
class DotTest {

    @Test
    void aRingHasANodePerClassAndAnEdgePerParty() {
        String dot = RingsDot.of(List.of(
                SampleReports.of(ReportKind.CIRCULAR, Grade.HIGH, SampleReports.ring("a", "b")),
                SampleReports.of(ReportKind.BAD_UNLOCK, Grade.ACTUAL, List.of())));
        assertThat(dot.lines().map(String::strip))
                .contains(
                        "graph [label=\"1 ring\", labelloc=t, fontname=\"sans-serif\"];",
                        "\"0 a\" [label=\"a\"];",
                        "\"0 b\" [label=\"b\"];",
                        "\"0 b\" -> \"0 a\" [label=\"thread <0>/0\\nW -> R\"];",
                        "\"0 a\" -> \"0 b\" [label=\"thread <1>/1\\nW -> R\"];");
    }

    @Test
    void aNameCannotEndItsQuotes() {
        assertThat(Dot.quoted("a\"; evil -> \\\nb")).isEqualTo("\"a\\\"; evil -> \\\\\\nb\"");
    }

    @Test
    void anOrderWithoutRingsSaysSo() {
        assertThat(order("a>b", "b>c", "a>c"))
                .contains("label=\"3 lock classes, 3 dependencies; acyclic\"")
                .doesNotContain("red");
    }

    @Test
    void onlyDependenciesOnARingAreRed() {
        String dot = order("a>b", "b>c", "c>b", "c>d", "e>e");
        assertThat(dot).contains("label=\"5 lock classes, 5 dependencies; 3 of them on rings\"");
        assertThat(dot.lines().filter(line -> line.contains("red")).map(String::strip))
                .containsExactly(
                        "\"b\" -> \"c\" [label=\"W -> W\", color=red];",
                        "\"c\" -> \"b\" [label=\"W -> W\", color=red];",
                        "\"e\" -> \"e\" [label=\"W -> W\", color=red];");
    }

    @Test
    void aLongRingIsFoundWithoutRecursion() {
        String[] edges = new String[20_000];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = "n" + i + ">n" + (i + 1) % edges.length;
        }
        assertThat(order(edges)).contains("20000 dependencies; 20000 of them on rings");
    }

    @Test
    void modesAndWhatWasOnlyDeclaredAreShown() {
        String dot = LockOrderDot.of(
                Map.of("a", "box", "b", "ellipse"),
                List.of(new Edge("a", "b", Set.of("R -> W"), false, true), new Edge("b", "a", Set.of(), true, false)));
        assertThat(dot)
                .contains("\"b\" [shape=ellipse];")
                .contains("\"a\" -> \"b\" [label=\"R -> W\", style=dashed, color=red];")
                .contains("\"b\" -> \"a\" [label=\"\", style=dotted, color=red];");
    }

    private static String order(String... edges) {
        Map<String, String> shapes = new TreeMap<>();
        List<Edge> all = new ArrayList<>();
        for (String edge : edges) {
            String[] ends = edge.split(">", -1);
            shapes.put(ends[0], "box");
            shapes.put(ends[1], "box");
            all.add(new Edge(ends[0], ends[1], Set.of("W -> W"), false, false));
        }
        return LockOrderDot.of(shapes, all);
    }
}
