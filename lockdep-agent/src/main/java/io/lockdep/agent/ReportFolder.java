package io.lockdep.agent;

import io.lockdep.agent.report.HtmlPage;
import io.lockdep.agent.report.LockOrderDot;
import io.lockdep.agent.report.ReportFormat;
import io.lockdep.agent.report.RingsDot;
import io.lockdep.agent.report.SarifLog;
import io.lockdep.agent.report.Sources;
import io.lockdep.engine.Engine;
import io.lockdep.engine.Limit;
import io.lockdep.report.Report;
import io.lockdep.report.ReportSink;
import io.lockdep.report.Silence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Findings in a folder, in every form that is wanted: one set of files per JVM, named by its process id.
 *
 * <p>Text and JSON lines are appended as findings happen. The others are one document each, which is written when the JVM
 * ends, in one step, so that nobody reads half of one. They can be made of the JSON lines at any other time, which is why
 * those are always written.
 */
final class ReportFolder implements ReportSink {

    private final Path folder;
    private final List<String> formats;
    private final List<ReportFile> files = new ArrayList<>(2);
    private final String name = "lockdep-" + ProcessHandle.current().pid();

    private ReportFolder(Path folder, List<String> formats) {
        this.folder = folder;
        this.formats = formats;
    }

    /** Makes the folder and the files that are appended to; an empty one says that this JVM was watched. */
    static ReportFolder open(Path folder, List<String> formats) throws IOException {
        ReportFolder opened = new ReportFolder(folder.toAbsolutePath(), formats);
        Files.createDirectories(opened.folder);
        opened.files.add(ReportFile.ofLines(opened.file(ReportFormat.JSONL)));
        if (formats.contains(ReportFormat.TEXT.id())) {
            opened.files.add(ReportFile.ofText(opened.file(ReportFormat.TEXT)));
        }
        return opened;
    }

    private Path file(ReportFormat format) {
        return folder.resolve(name + "." + format.suffix());
    }

    @Override
    public void accept(Report report) {
        for (int i = 0; i < files.size(); i++) {
            files.get(i).accept(report);
        }
    }

    /** Writes each document that is wanted. */
    void writeDocuments() throws IOException {
        List<Report> findings = Engine.reports();
        for (ReportFormat format : ReportFormat.values()) {
            if (!format.isAppended() && formats.contains(format.id())) {
                write(file(format), document(format, findings));
            }
        }
    }

    private String document(ReportFormat format, List<Report> findings) {
        return switch (format) {
            case SARIF -> SarifLog.of(findings, Sources.NONE);
            case HTML -> HtmlPage.of("process " + ProcessHandle.current().pid(), findings, notes());
            case DOT -> RingsDot.of(findings);
            case GRAPH -> LockOrderDot.now();
            case TEXT, JSONL -> throw new IllegalArgumentException(format.id());
        };
    }

    private static List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                Engine.graph().classCount() + " lock classes, " + Engine.graph().dependencyCount() + " dependencies.");
        for (Silence.Reason reason : Silence.Reason.values()) {
            long count = Engine.silencedReports(reason);
            if (count > 0) {
                notes.add("Not shown: " + count + " " + reason.words() + ".");
            }
        }
        for (String limit : Limit.sentences()) {
            notes.add("Incomplete: " + limit + ".");
        }
        return notes;
    }

    private static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
