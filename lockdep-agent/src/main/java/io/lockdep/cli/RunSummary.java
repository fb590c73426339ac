package io.lockdep.cli;

import io.lockdep.report.Grade;
import io.lockdep.report.Report;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run in words: how many JVMs were watched, what they found together, and where to read on.
 *
 * <p>The reports themselves were printed as they happened, so each finding takes a few lines only.
 */
final class RunSummary {

    private static final int MAX_TESTS = 3;

    private final MergedFindings findings;
    private final StringBuilder out = new StringBuilder();

    private RunSummary(MergedFindings findings) {
        this.findings = findings;
    }

    /**
     * Writes it.
     *
     * @param findings of all JVMs
     * @param failOn which findings are listed although they are {@code low}
     * @param folder where the files of the JVMs stay; null if they do not
     */
    static String of(MergedFindings findings, FailOn failOn, @Nullable Path folder) {
        RunSummary summary = new RunSummary(findings);
        summary.head();
        int number = 0;
        for (MergedFinding finding : findings.strongestFirst()) {
            if (finding.strongest().grade() != Grade.LOW || failOn == FailOn.LOW) {
                number++;
                summary.finding(number, finding);
            }
        }
        summary.tail(folder);
        return summary.out.toString();
    }

    private void head() {
        if (findings.jvms() == 0) {
            out.append("lockdep: no JVM was watched, so nothing is known: the command started no java of at least 17,"
                    + " or only build tools\n");
            return;
        }
        out.append("lockdep: ").append(counted(findings.jvms(), "JVM")).append(" watched, ");
        out.append(findings.size() == 0 ? "no findings" : counted(findings.size(), "finding"));
        String separator = ": ";
        for (int i = Grade.values().length - 1; i >= 0; i--) {
            int count = findings.count(Grade.values()[i]);
            if (count > 0) {
                out.append(separator).append(count).append(' ').append(Grade.values()[i].id());
                separator = ", ";
            }
        }
        out.append('\n');
    }

    private void finding(int number, MergedFinding finding) {
        Report report = finding.strongest();
        out.append('\n').append(number).append(". ").append(report.grade().id()).append(": ");
        out.append(report.message()).append('\n');
        indented(report.reason());
        indented("in " + finding.jvms() + " of " + counted(findings.jvms(), "JVM") + tests(finding));
        for (String frame : report.backtrace()) {
            indented("at " + frame);
            break;
        }
        indented(report.suppression());
    }

    private static String tests(MergedFinding finding) {
        StringBuilder text = new StringBuilder();
        int named = 0;
        for (String test : finding.tests()) {
            if (named == MAX_TESTS) {
                return text.append(" and ")
                        .append(finding.tests().size() - named)
                        .append(" more")
                        .toString();
            }
            text.append(named == 0 ? ", by " : ", ").append(test);
            named++;
        }
        return text.toString();
    }

    private void tail(@Nullable Path folder) {
        if (findings.dropped() > 0) {
            out.append("lockdep: ").append(findings.dropped()).append(" further reports were not counted, only ");
            out.append(MergedFindings.MAX_FINDINGS).append(" findings are\n");
        }
        if (findings.unreadable() > 0) {
            out.append("lockdep: ").append(findings.unreadable()).append(" reports could not be read, the first: ");
            out.append(findings.firstUnreadable()).append('\n');
        }
        if (folder != null) {
            out.append(findings.size() == 0 ? "" : "\n")
                    .append("lockdep: reports in ")
                    .append(folder)
                    .append('\n');
        }
    }

    private void indented(String text) {
        out.append("   ").append(text).append('\n');
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
