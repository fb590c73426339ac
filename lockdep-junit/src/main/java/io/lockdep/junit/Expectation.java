package io.lockdep.junit;

import io.lockdep.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One finding that a test has to lead to, and whether it has. */
final class Expectation {

    private final String kind;
    private final FindingGrade grade;
    private final List<String> classes;
    private final List<Pattern> patterns = new ArrayList<>();
    private volatile boolean met;

    Expectation(ExpectFinding expected) {
        kind = expected.kind();
        grade = expected.grade();
        classes = List.of(expected.classes());
        for (String name : classes) {
            patterns.add(Pattern.compile("\\Q" + name.replace("*", "\\E.*\\Q") + "\\E"));
        }
    }

    /** {@return whether a finding is the one} */
    boolean accepts(Finding finding) {
        if (!(kind.isEmpty() || kind.equals(finding.kind())) || !grade.isReachedBy(finding)) {
            return false;
        }
        for (Pattern pattern : patterns) {
            if (!isIn(namesIn(finding), pattern)) {
                return false;
            }
        }
        met = true;
        return true;
    }

    // Kinds without a ring name the one lock at the end of the message.
    private static List<String> namesIn(Finding finding) {
        List<String> names = new ArrayList<>(finding.cycle());
        names.addAll(finding.held());
        names.add(finding.message()
                .substring(finding.message().lastIndexOf(": ") + 1)
                .strip());
        return names;
    }

    private static boolean isIn(List<String> names, Pattern pattern) {
        for (String name : names) {
            if (pattern.matcher(name).matches()) {
                return true;
            }
        }
        return false;
    }

    boolean isMet() {
        return met;
    }

    @Override
    public String toString() {
        return (kind.isEmpty() ? "any kind" : kind) + " of grade " + grade.id() + " or more"
                + (classes.isEmpty() ? "" : " with " + String.join(", ", classes));
    }
}
