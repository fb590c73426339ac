package io.lockdep.agent.report;

/** The few words of the language of Graphviz that are needed. */
final class Dot {

    private final StringBuilder out = new StringBuilder(4096);

    /** Begins a graph. */
    Dot(String title, String label) {
        out.append("digraph ").append(quoted(title)).append(" {\n");
        out.append("  graph [label=").append(quoted(label)).append(", labelloc=t, fontname=\"sans-serif\"];\n");
        out.append("  node [shape=box, fontname=\"monospace\", fontsize=11];\n");
        out.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    }

    Dot line(String text) {
        out.append("  ").append(text).append('\n');
        return this;
    }

    /** Text as an identifier or an attribute; line ends become line ends of a label. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Override
    public String toString() {
        return out + "}\n";
    }
}
