package io.lockdep.agent.report;

import io.lockdep.report.Party;
import io.lockdep.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rings of findings as one graph for Graphviz, each in a box of its own; an edge leads from held to wanted. */
public final class RingsDot {

    private RingsDot() {}

    /**
     * Draws rings.
     *
     * @param findings the findings; those without a ring are left out
     * @return the graph
     */
    public static String of(List<Report> findings) {
        List<Report> rings = new ArrayList<>(findings);
        rings.removeIf(report -> report.cycle().isEmpty());
        Dot dot = new Dot("lockdep findings", rings.size() + (rings.size() == 1 ? " ring" : " rings"));
        for (int i = 0; i < rings.size(); i++) {
            ring(dot, i, rings.get(i));
        }
        return dot.toString();
    }

    private static void ring(Dot dot, int number, Report report) {
        String label = report.grade().id() + ": " + report.title() + "\n" + report.fingerprint();
        dot.line("subgraph " + Dot.quoted("cluster_" + number) + " {");
        dot.line("  label=" + Dot.quoted(label) + "; color=" + color(report) + ";");
        Set<String> classes = new LinkedHashSet<>();
        for (Party party : report.cycle()) {
            classes.add(party.holds());
            classes.add(party.wants());
        }
        for (String each : classes) {
            dot.line("  " + node(number, each) + " [label=" + Dot.quoted(each) + "];");
        }
        for (Party party : report.cycle()) {
            String how = party.holdMode() + " -> " + party.wantMode() + (party.timed() ? " (timed)" : "");
            dot.line("  " + node(number, party.holds()) + " -> " + node(number, party.wants()) + " [label="
                    + Dot.quoted(party.thread() + "\n" + how) + "];");
        }
        dot.line("}");
    }

    private static String node(int number, String lockClass) {
        return Dot.quoted(number + " " + lockClass);
    }

    private static String color(Report report) {
        return switch (report.grade()) {
            case ACTUAL, HIGH -> "red";
            case MEDIUM -> "orange";
            case LOW -> "gray";
        };
    }
}
