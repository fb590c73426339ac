package io.lockdep.cli;

import io.lockdep.agent.report.HtmlPage;
import io.lockdep.agent.report.RingsDot;
import io.lockdep.agent.report.SarifLog;
import io.lockdep.report.KernelText;
import io.lockdep.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command writes findings to, and in which forms: any number of them at once, text if none is named. */
final class Outputs {

    @Option(names = "--text", paramLabel = "FILE", description = "writes the reports as text, - is standard output")
    private @Nullable Path text;

    @Option(names = "--html", paramLabel = "FILE", description = "writes one page for people")
    private @Nullable Path html;

    @Option(names = "--sarif", paramLabel = "FILE", description = "writes SARIF 2.1.0, for code scanning and editors")
    private @Nullable Path sarif;

    @Option(names = "--dot", paramLabel = "FILE", description = "writes the rings for Graphviz")
    private @Nullable Path dot;

    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description =
                    "source root for paths in SARIF, may be repeated; default: every src/*/java below the current folder")
    private List<Path> sources = new ArrayList<>();

    /**
     * Writes findings.
     *
     * @param title what they are of
     * @param findings the strongest first
     * @param notes what else has to be known, one sentence each
     * @param out standard output
     */
    void write(String title, List<MergedFinding> findings, List<String> notes, PrintWriter out) throws IOException {
        List<Report> reports = new ArrayList<>();
        findings.forEach(finding -> reports.add(finding.strongest()));
        if (text == null && html == null && sarif == null && dot == null) {
            out.print(text(reports));
        }
        put(text, text(reports), out);
        if (html != null) {
            put(html, HtmlPage.of(title, reports, notes), out);
        }
        if (sarif != null) {
            put(sarif, SarifLog.of(reports, SourceFolders.below(Path.of(""), sources)), out);
        }
        if (dot != null) {
            put(dot, RingsDot.of(reports), out);
        }
        out.flush();
    }

    private static String text(List<Report> reports) {
        StringBuilder all = new StringBuilder();
        for (Report report : reports) {
            all.append(KernelText.format(report));
        }
        return all.toString();
    }

    static void put(@Nullable Path file, String content, PrintWriter out) throws IOException {
        if (file == null) {
            return;
        }
        if (file.toString().equals("-")) {
            out.print(content);
            out.flush();
            return;
        }
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(file + " cannot be written (" + e + "); name another file", e);
        }
    }
}
