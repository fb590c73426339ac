package io.lockdep.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Findings that somebody has looked at and accepts, one rule per line: {@code kind:pattern  # reason}.
 *
 * <p>The kind is that of a report, or {@code *} for every kind. The pattern is a fingerprint, or the name of a lock class
 * in the ring, wanted or held, in which {@code *} stands for any text. Rules are read once; matching takes no lock.
 */
public final class Suppressions {

    /** No rules. */
    public static final Suppressions NONE = new Suppressions(List.of());

    private static final String ANY = "*";

    private final List<Rule> rules;

    private Suppressions(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads rules.
     *
     * @param lines lines of a suppressions file; blank ones and comments are allowed
     * @return the rules
     * @throws IllegalArgumentException if a line is not a rule; the message names the line and the cure
     */
    public static Suppressions parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int comment = line.indexOf('#');
            String rule = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (rule.isEmpty()) {
                continue;
            }
            int colon = rule.indexOf(':');
            String kind = colon < 0 ? "" : rule.substring(0, colon).strip();
            if (!isKind(kind) || rule.substring(colon + 1).isBlank()) {
                throw new IllegalArgumentException("line " + (i + 1) + ": '" + Escape.name(line)
                        + "' is not a rule; write kind:pattern, for example circular:com.acme.Cache.*");
            }
            rules.add(new Rule(kind, rule.substring(colon + 1).strip()));
        }
        return new Suppressions(rules);
    }

    /**
     * Whether a finding is accepted.
     *
     * @param report the finding
     * @return true if a rule matches its fingerprint or one of its lock classes
     */
    public boolean matches(Report report) {
        for (Rule rule : rules) {
            if (rule.matches(report)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKind(String id) {
        for (ReportKind kind : ReportKind.values()) {
            if (kind.id().equals(id)) {
                return true;
            }
        }
        return id.equals(ANY);
    }

    private record Rule(String kind, String pattern) {

        boolean matches(Report report) {
            if (!kind.equals(ANY) && !kind.equals(report.kind().id())) {
                return false;
            }
            if (pattern.equals(report.fingerprint()) || glob(report.wanted().lockClass())) {
                return true;
            }
            for (Party party : report.cycle()) {
                if (glob(party.wants()) || glob(party.holds())) {
                    return true;
                }
            }
            return false;
        }

        // Each part between two stars must follow the part before it; the first and the last are anchored.
        private boolean glob(String text) {
            String[] parts = pattern.split("\\*", -1);
            if (parts.length == 1) {
                return text.equals(pattern);
            }
            if (!text.startsWith(parts[0])) {
                return false;
            }
            int from = parts[0].length();
            for (int i = 1; i < parts.length - 1; i++) {
                int found = text.indexOf(parts[i], from);
                if (found < 0) {
                    return false;
                }
                from = found + parts[i].length();
            }
            String last = parts[parts.length - 1];
            return text.length() - from >= last.length() && text.endsWith(last);
        }
    }
}
