package io.lockdep.agent;

import io.lockdep.report.JsonLines;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Findings as JSON lines, appended as they happen: a JVM that is killed loses nothing.
 *
 * <p>One finding is one write of an unbuffered append-only file, so that JVMs which share the file do not mix lines.
 */
final class ReportFile implements ReportSink {

    private final FileOutputStream out;

    ReportFile(Path file) throws IOException {
        out = new FileOutputStream(file.toFile(), true);
    }

    @Override
    public void accept(Report report) {
        try {
            out.write((JsonLines.format(report) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
