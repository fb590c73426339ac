package io.lockdep.sim.order;

import java.util.List;

/**
 * An order of locks in the language of Graphviz: outer locks above inner ones.
 *
 * <p>A law is drawn without what follows from the rest of it; if there is a ring, everything is drawn and the ring is red.
 */
public final class OrderDiagram {

    private final OrderLaw law;
    private final List<String> ring;

    /**
     * Makes a diagram.
     *
     * @param law what to draw
     */
    public OrderDiagram(OrderLaw law) {
        this.law = law;
        ring = law.ring();
    }

    /**
     * The diagram.
     *
     * @param title what is drawn
     * @return DOT, the same for the same law
     */
    public String dot(String title) {
        StringBuilder dot = new StringBuilder("digraph lock_order {\n");
        dot.append("  graph [label=").append(quoted(title)).append(", labelloc=t, fontname=\"sans-serif\"];\n");
        dot.append("  node [shape=box, fontname=\"monospace\", fontsize=11];\n");
        OrderLaw drawn = ring.isEmpty() ? law.reduced() : law;
        drawn.successors().forEach((first, seconds) -> {
            for (String second : seconds) {
                dot.append("  ").append(quoted(first)).append(" -> ").append(quoted(second));
                dot.append(isOfRing(first, second) ? " [color=red, penwidth=2];\n" : ";\n");
            }
        });
        return dot.append("}\n").toString();
    }

    /**
     * What there is to say about it in a line.
     *
     * @return numbers, and the ring if there is one
     */
    public String summary() {
        String numbers = law.classes().size() + " lock classes, " + law.dependencies() + " dependencies, ";
        return numbers + (ring.isEmpty() ? "no ring" : "a ring: " + String.join(" -> ", ring));
    }

    private boolean isOfRing(String first, String second) {
        int at = ring.indexOf(first);
        return at >= 0 && ring.get((at + 1) % ring.size()).equals(second);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
