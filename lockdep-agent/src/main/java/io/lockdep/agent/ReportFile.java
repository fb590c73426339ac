package io.lockdep.agent;

import io.lockdep.report.JsonLines;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Findings in one file, appended as they happen: a JVM that is killed loses nothing.
 *
 * <p>One finding is one write of an unbuffered append-only file, so that JVMs which share the file do not mix findings.
 */
final class ReportFile implements ReportSink {

    private final FileOutputStream out;
    private final boolean text;

    private ReportFile(Path file, boolean text) throws IOException {
        this.out = new FileOutputStream(file.toFile(), true);
        this.text = text;
    }

    /** One line of JSON per finding. */
    static ReportFile ofLines(Path file) throws IOException {
        return new ReportFile(file, false);
    }

    /** What a person reads. */
    static ReportFile ofText(Path file) throws IOException {
        return new ReportFile(file, true);
    }

    @Override
    public void accept(Report report) {
        String found = text ? KernelText.format(report) : JsonLines.format(report) + "\n";
        try {
            out.write(found.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
