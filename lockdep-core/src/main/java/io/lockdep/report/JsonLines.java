package io.lockdep.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report as one line of JSON (schema {@code lockdep-report-1.schema.json}).
 *
 * <p>Written by hand because it runs inside lock hooks, where a JSON library would load classes and take locks of its
 * own. All output is ASCII, so that no reader can mistake the encoding.
 */
public final class JsonLines {

    /** Version of the schema, raised when a field changes its meaning or goes. */
    public static final int SCHEMA = 1;

    private final StringBuilder out = new StringBuilder(2048);

    private JsonLines() {}

    /**
     * Formats a report.
     *
     * @param report the finding
     * @return one JSON object in ASCII, without a line end
     */
    public static String format(Report report) {
        JsonLines json = new JsonLines();
        json.report(report);
        return json.out.toString();
    }

    private void report(Report report) {
        out.append("{\"schema\":").append(SCHEMA);
        field("kind", report.kind().id());
        field("title", report.title());
        field("grade", report.grade().id());
        field("reason", report.reason());
        field("message", report.message());
        field("fingerprint", report.fingerprint());
        field("siblingOf", report.siblingOf());
        field("thread", report.thread());
        out.append(",\"wanted\":");
        entry(report.wanted());
        HeldEntry conflicting = report.conflicting();
        out.append(",\"conflicting\":");
        if (conflicting == null) {
            out.append("null");
        } else {
            entry(conflicting);
        }
        out.append(",\"cycle\":[");
        for (int i = 0; i < report.cycle().size(); i++) {
            comma(i);
            party(report.cycle().get(i));
        }
        out.append(']');
        entries("held", report.held());
        strings("needs", report.needs());
        strings("facts", report.facts());
        out.append(",\"others\":[");
        for (int i = 0; i < report.others().size(); i++) {
            comma(i);
            other(report.others().get(i));
        }
        out.append(']');
        strings("backtrace", report.backtrace());
        strings("limits", report.scene().limits());
        field("test", report.test());
        field("jvm", report.jvm());
        field("suppression", report.suppression());
        field("page", report.kind().page());
        out.append('}');
    }

    private void party(Party party) {
        out.append("{\"class\":");
        string(party.wants());
        field("nature", party.wantsNature().id());
        field("mode", party.wantMode());
        field("usage", party.usage());
        out.append(",\"timed\":").append(party.timed());
        field("thread", party.thread());
        out.append(",\"column\":").append(party.column());
        field("holds", party.holds());
        field("holdsNature", party.holdsNature().id());
        field("holdMode", party.holdMode());
        strings("holdStack", party.holdStack());
        strings("waitStack", party.waitStack());
        out.append('}');
    }

    private void other(Bystander other) {
        out.append("{\"thread\":");
        string(other.thread());
        field("state", other.state());
        entries("held", other.held());
        strings("stack", other.stack());
        out.append('}');
    }

    private void entry(HeldEntry entry) {
        out.append("{\"class\":");
        string(entry.lockClass());
        field("mode", entry.mode());
        field("usage", entry.usage());
        field("instance", entry.instance());
        field("at", entry.at());
        out.append('}');
    }

    private void entries(String name, List<HeldEntry> values) {
        out.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            comma(i);
            entry(values.get(i));
        }
        out.append(']');
    }

    private void comma(int position) {
        if (position > 0) {
            out.append(',');
        }
    }

    private void strings(String name, List<String> values) {
        out.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            comma(i);
            string(values.get(i));
        }
        out.append(']');
    }

    private void field(String name, @Nullable String value) {
        out.append(",\"").append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            string(value);
        }
    }

    private void string(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                out.append(c);
            } else {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(Character.forDigit((c >> shift) & 0xf, 16));
                }
            }
        }
        out.append('"');
    }
}
