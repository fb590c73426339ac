package io.lockdep.agent.report;

import io.lockdep.engine.Engine;
import io.lockdep.report.Bystander;
import io.lockdep.report.Column;
import io.lockdep.report.Grade;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Findings as SARIF 2.1.0, which code scanning and editors read: a rule per kind, a result per ring, a code flow per ring
 * with one thread flow per party.
 *
 * <p>Bounded by what GitHub keeps of one run ("SARIF support for code scanning"): the strongest 5000 results, and of each
 * 1000 places of thread flows.
 */
public final class SarifLog {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final int MAX_RESULTS = 5000;
    private static final int MAX_FLOW_PLACES = 1000;

    private final Json json = new Json();
    private final SarifPlaces places;

    private SarifLog(Sources sources) {
        places = new SarifPlaces(json, sources);
    }

    /**
     * Writes a log of one run.
     *
     * @param findings the findings, in any order
     * @param sources finds source files
     * @return the log, JSON in ASCII
     */
    public static String of(List<Report> findings, Sources sources) {
        SarifLog log = new SarifLog(sources);
        log.write(findings);
        return log.json.toString();
    }

    private void write(List<Report> findings) {
        List<Report> strongest = new ArrayList<>(findings);
        strongest.sort(Comparator.comparing(Report::grade).reversed());
        List<Report> kept = strongest.subList(0, Math.min(MAX_RESULTS, strongest.size()));
        Set<ReportKind> kinds = new LinkedHashSet<>();
        kept.forEach(report -> kinds.add(report.kind()));
        List<ReportKind> rules = List.copyOf(kinds);

        json.open('{').field("$schema", SCHEMA).field("version", "2.1.0");
        json.name("runs").open('[').open('{');
        json.name("tool").open('{').name("driver").open('{');
        json.field("name", "lockdep").field("semanticVersion", Engine.VERSION);
        json.name("rules").open('[');
        rules.forEach(this::rule);
        json.close(']').close('}').close('}');
        json.name("automationDetails").open('{').field("id", "lockdep/").close('}');
        json.field("columnKind", "utf16CodeUnits");
        json.name("originalUriBaseIds").open('{').name(SarifPlaces.ROOT).open('{');
        json.message("description", "the source root that a file has; not known to a running JVM");
        json.close('}').close('}');
        json.name("invocations").open('[').open('{').name("executionSuccessful").value(true);
        notifications(kept, findings.size() - kept.size());
        json.close('}').close(']');
        json.name("results").open('[');
        kept.forEach(report -> result(report, rules.indexOf(report.kind())));
        json.close(']').close('}').close(']').close('}');
    }

    private void rule(ReportKind kind) {
        json.open('{').field("id", kind.id()).field("name", pascal(kind.id()));
        json.message("shortDescription", kind.title());
        json.message("fullDescription", kind.title() + "; see " + kind.page());
        json.name("help").open('{').field("text", kind.title() + "; see " + kind.page());
        json.field("markdown", Pages.of(kind)).close('}');
        json.name("defaultConfiguration").open('{').field("level", "warning").close('}');
        json.name("properties").open('{').name("tags").open('[').value("concurrency");
        json.value("deadlock").close(']').close('}');
        json.close('}');
    }

    private static String pascal(String id) {
        StringBuilder name = new StringBuilder();
        for (String word : id.split("-", -1)) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    // What was not watched must not look as if it were clean.
    private void notifications(List<Report> findings, int left) {
        Set<String> limits = new LinkedHashSet<>();
        findings.forEach(report -> limits.addAll(report.scene().limits()));
        if (left > 0) {
            limits.add(left + " weaker findings are left out: more than " + MAX_RESULTS + " in one run");
        }
        json.name("toolExecutionNotifications").open('[');
        for (String limit : limits) {
            json.open('{').message("message", limit).field("level", "warning").close('}');
        }
        json.close(']');
    }

    private void result(Report report, int rule) {
        json.open('{').field("ruleId", report.kind().id()).field("ruleIndex", rule);
        json.field("level", level(report.grade()));
        json.message("message", report.message() + " (" + report.grade().id() + ": " + report.reason() + ")");
        json.name("locations").open('[');
        places.result(report);
        json.close(']');
        json.name("partialFingerprints")
                .open('{')
                .field("lockdepRing/v1", report.fingerprint())
                .close('}');
        if (!report.cycle().isEmpty()) {
            json.name("codeFlows").open('[').open('{').message("message", "how each party gets where it hangs");
            json.name("threadFlows").open('[');
            flows(Column.of(report.cycle()));
            json.close(']').close('}').close(']');
        }
        json.name("stacks").open('[');
        stack(report.thread() + " at the finding", report.backtrace());
        for (Bystander other : report.others()) {
            stack(other.thread() + ", " + other.state(), other.stack());
        }
        json.close(']');
        properties(report);
        json.close('}');
    }

    private static String level(Grade grade) {
        return switch (grade) {
            case ACTUAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    // In the order of a hang: everybody takes what it holds, then everybody wants.
    private void flows(List<Column> columns) {
        int holds = 0;
        for (Column column : columns) {
            holds += column.edges().size();
        }
        int took = 0;
        int wants = 0;
        for (int i = 0; i < columns.size() && holds + wants < MAX_FLOW_PLACES; i++) {
            Column column = columns.get(i);
            json.open('{').field("id", column.thread()).message("message", column.thread());
            json.name("locations").open('[');
            List<String> before = List.of();
            for (Party edge : column.edges()) {
                List<String> taken = edge.holdStack().isEmpty() ? before : edge.holdStack();
                step(++took, "takes " + edge.holds() + " (" + edge.holdMode() + ") and holds it", taken);
                before = edge.waitStack();
            }
            Party last = column.last();
            wants++;
            step(holds + wants, "wants " + last.wants() + " (" + last.wantMode() + ")", last.waitStack());
            json.close(']').close('}');
        }
    }

    private void step(int order, String what, List<String> stack) {
        json.open('{').field("executionOrder", order).field("importance", "essential");
        json.name("location");
        places.location(Frame.innermost(stack), what);
        json.name("stack");
        places.stack(what, stack);
        json.close('}');
    }

    private void stack(String title, List<String> stack) {
        if (!stack.isEmpty()) {
            places.stack(title, stack);
        }
    }

    private void properties(Report report) {
        json.name("properties").open('{').field("grade", report.grade().id());
        json.field("suppression", report.suppression()).field("jvm", report.jvm());
        optional("test", report.test());
        optional("siblingOf", report.siblingOf());
        json.name("needs").open('[');
        report.needs().forEach(json::value);
        json.close(']').close('}');
    }

    private void optional(String name, @Nullable String value) {
        if (value != null) {
            json.field(name, value);
        }
    }
}
