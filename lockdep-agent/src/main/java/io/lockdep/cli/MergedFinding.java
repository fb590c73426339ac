package io.lockdep.cli;

import io.lockdep.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One finding over several JVMs: its strongest report, in how many JVMs it was made, and during which tests. */
final class MergedFinding {

    private static final int MAX_TESTS = 1000;

    private Report strongest;
    private int jvms = 1;
    private Path latest;
    private final Set<String> tests = new LinkedHashSet<>();

    MergedFinding(ReportLine first) {
        strongest = first.report();
        latest = first.file();
        addTest(strongest.test());
    }

    /** Adds a report of the same fingerprint; those of one file follow each other. */
    void add(ReportLine line) {
        if (!line.file().equals(latest)) {
            latest = line.file();
            jvms++;
        }
        // A JVM reports once more when the evidence has grown.
        if (line.report().grade().compareTo(strongest.grade()) > 0) {
            strongest = line.report();
        }
        addTest(line.report().test());
    }

    private void addTest(@Nullable String test) {
        if (test != null && tests.size() < MAX_TESTS) {
            tests.add(test);
        }
    }

    Report strongest() {
        return strongest;
    }

    int jvms() {
        return jvms;
    }

    /** {@return names of tests in the order they were read, empty if none is known} */
    Set<String> tests() {
        return tests;
    }
}
