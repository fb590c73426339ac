package io.lockdep.agent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The forms in which findings are written to a folder. Named before the engine is defined: no class of it here. */
public enum ReportFormat {
    /** What a person reads, as on the console; appended as findings happen. */
    TEXT("txt", true),
    /** One finding per line, from which all other forms can be made later; appended as findings happen. */
    JSONL("jsonl", true),
    /** For code scanning and editors. */
    SARIF("sarif", false),
    /** One page that needs nothing else. */
    HTML("html", false),
    /** The rings, for Graphviz. */
    DOT("dot", false),
    /** All dependencies that were learnt, for Graphviz: the order of locks of this run. */
    GRAPH("graph.dot", false);

    private final String suffix;
    private final boolean appended;

    ReportFormat(String suffix, boolean appended) {
        this.suffix = suffix;
        this.appended = appended;
    }

    /** {@return the name in options, in lower case} */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return how names of its files end, without the dot} */
    public String suffix() {
        return suffix;
    }

    /** {@return whether each finding is appended when it happens; otherwise the document is written at exit} */
    public boolean isAppended() {
        return appended;
    }

    /** {@return all names} */
    public static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (ReportFormat format : values()) {
            ids.add(format.id());
        }
        return List.copyOf(ids);
    }
}
