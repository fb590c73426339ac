package io.lockdep.agent.report;

import io.lockdep.report.Bystander;
import io.lockdep.report.Column;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.KernelText;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Findings as one page for people, to be kept as an artifact and opened from a file: no script, nothing from elsewhere.
 *
 * <p>All text of the program is escaped, and the page forbids itself to load or run anything besides.
 */
public final class HtmlPage {

    /** Most findings that are shown in full. */
    private static final int MAX_SHOWN = 1000;

    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --soft: #8881; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            code, pre, svg text { font-family: ui-monospace, monospace; font-size: 12px; }
            pre { overflow-x: auto; background: var(--soft); padding: .6rem; border-radius: 5px; margin: .3rem 0; }
            section { border-top: 2px solid var(--line); margin-top: 2rem; }
            .grade { padding: .1rem .5rem; border-radius: 1rem; color: #fff; font-weight: 600; white-space: nowrap; }
            .actual, .high { background: #b3261e; } .medium { background: #9a5b00; } .low { background: #5f6368; }
            .parties { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem; }
            .party { border: 1px solid var(--line); border-radius: 5px; padding: .6rem; min-width: 0; }
            .party h3 { margin: 0 0 .4rem; font-size: 1rem; } .party p { margin: .3rem 0 0; }
            svg { max-width: 100%; height: auto; } svg text { text-anchor: middle; fill: currentColor; }
            svg .node rect { fill: Canvas; stroke: currentColor; }
            svg .edge { fill: none; stroke: #b3261e; stroke-width: 1.5; } svg marker path { fill: #b3261e; }
            svg .thread { fill: #b3261e; }
            """;

    private final StringBuilder out = new StringBuilder(1 << 16);

    private HtmlPage() {}

    /**
     * Writes a page.
     *
     * @param title what the findings are of, such as a folder
     * @param findings the findings, in any order
     * @param notes what else has to be known, one sentence each
     * @return the page
     */
    public static String of(String title, List<Report> findings, List<String> notes) {
        List<Report> strongest = new ArrayList<>(findings);
        strongest.sort(Comparator.comparing(Report::grade).reversed());
        HtmlPage page = new HtmlPage();
        page.write(title, strongest, notes);
        return page.out.toString();
    }

    private void write(String title, List<Report> findings, List<String> notes) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
        out.append("'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<title>lockdep: ")
                .append(Html.text(title))
                .append("</title>\n<style>\n")
                .append(STYLE);
        out.append("</style>\n</head>\n<body>\n<h1>lockdep: ")
                .append(counts(findings))
                .append("</h1>\n");
        paragraph(title);
        notes.forEach(this::paragraph);
        if (!findings.isEmpty()) {
            contents(findings);
        }
        for (int i = 0; i < findings.size() && i < MAX_SHOWN; i++) {
            section(findings.get(i), i);
        }
        if (findings.size() > MAX_SHOWN) {
            paragraph("Only the strongest " + MAX_SHOWN + " findings are shown in full.");
        }
        kinds(findings);
        out.append("</body>\n</html>\n");
    }

    private static String counts(List<Report> findings) {
        StringBuilder text = new StringBuilder();
        text.append(findings.size()).append(findings.size() == 1 ? " finding" : " findings");
        String separator = ": ";
        for (int i = Grade.values().length - 1; i >= 0; i--) {
            Grade grade = Grade.values()[i];
            long count = findings.stream().filter(r -> r.grade() == grade).count();
            if (count > 0) {
                text.append(separator).append(count).append(' ').append(grade.id());
                separator = ", ";
            }
        }
        return text.toString();
    }

    private void paragraph(String text) {
        out.append("<p>").append(Html.text(text)).append("</p>\n");
    }

    private void contents(List<Report> findings) {
        out.append(
                "<table>\n<thead><tr><th>grade</th><th>kind</th><th>finding</th><th>test</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < findings.size(); i++) {
            Report report = findings.get(i);
            String test = report.test();
            out.append("<tr><td>")
                    .append(badge(report))
                    .append("</td><td>")
                    .append(report.kind().id());
            out.append("</td><td><a href=\"#f").append(i).append("\">").append(Html.text(report.message()));
            out.append("</a></td><td>")
                    .append(test == null ? "" : Html.text(test))
                    .append("</td></tr>\n");
        }
        out.append("</tbody>\n</table>\n");
    }

    private static String badge(Report report) {
        String grade = report.grade().id();
        return "<span class=\"grade " + grade + "\">" + grade + "</span>";
    }

    private void section(Report report, int number) {
        out.append("<section id=\"f")
                .append(number)
                .append("\">\n<h2>")
                .append(badge(report))
                .append(' ');
        out.append(Html.text(report.title())).append("</h2>\n");
        paragraph(report.message());
        paragraph("Grade " + report.grade().id() + ": " + report.reason() + ".");
        for (String need : report.needs()) {
            paragraph("A hang needs " + need + ".");
        }
        report.facts().forEach(this::paragraph);
        if (!report.cycle().isEmpty()) {
            out.append(RingSvg.of(report.cycle(), "arrow" + number));
        }
        out.append("<div class=\"parties\">\n");
        for (Column column : Column.of(report.cycle())) {
            party(column);
        }
        if (report.cycle().isEmpty()) {
            out.append("<div class=\"party\"><h3>")
                    .append(Html.text(report.thread()))
                    .append("</h3>");
            stack("at " + report.wanted().lockClass(), report.backtrace());
            out.append("</div>\n");
        }
        report.others().forEach(this::other);
        out.append("</div>\n");
        out.append("<p>Fingerprint <code>").append(report.fingerprint()).append("</code>. To accept it, add to a");
        out.append(" suppressions file: <code>")
                .append(Html.text(report.suppression()))
                .append("</code></p>\n");
        out.append("<details><summary>the report as on the console</summary><pre>");
        out.append(Html.text(KernelText.format(report).strip())).append("</pre></details>\n");
        out.append("<p><a href=\"#k-")
                .append(report.kind().id())
                .append("\">what this kind means</a></p>\n</section>\n");
    }

    private void party(Column column) {
        out.append("<div class=\"party\"><h3>")
                .append(Html.text(column.thread()))
                .append("</h3>");
        List<String> before = List.of();
        for (Party edge : column.edges()) {
            List<String> taken = edge.holdStack().isEmpty() ? before : edge.holdStack();
            stack("holds " + edge.holds() + " (" + edge.holdMode() + "), taken at", taken);
            before = edge.waitStack();
        }
        Party last = column.last();
        stack("wants " + last.wants() + " (" + last.wantMode() + (last.timed() ? ", timed" : "") + "), at", before);
        out.append("</div>\n");
    }

    private void other(Bystander other) {
        out.append("<div class=\"party\"><h3>")
                .append(Html.text(other.thread() + ": " + other.state()))
                .append("</h3>");
        for (HeldEntry held : other.held()) {
            paragraph("holds " + held.lockClass() + " (" + held.mode() + "), taken at " + held.at());
        }
        stack("is at", other.stack());
        out.append("</div>\n");
    }

    private void stack(String what, List<String> frames) {
        paragraph(what);
        out.append("<pre>");
        out.append(frames.isEmpty() ? "(place not recorded)" : Html.text(String.join("\n", frames)));
        out.append("</pre>");
    }

    private void kinds(List<Report> findings) {
        Set<ReportKind> kinds = EnumSet.noneOf(ReportKind.class);
        findings.forEach(report -> kinds.add(report.kind()));
        for (ReportKind kind : kinds) {
            out.append("<section id=\"k-")
                    .append(kind.id())
                    .append("\"><h2>")
                    .append(kind.id())
                    .append("</h2>\n<pre>");
            out.append(Html.text(Pages.of(kind))).append("</pre></section>\n");
        }
    }
}
