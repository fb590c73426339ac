package io.lockdep.cli;

import io.lockdep.report.Bystander;
import io.lockdep.report.Escape;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.JsonLines;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report out of one line of JSON: what {@link JsonLines} does, backwards.
 *
 * <p>Fields that are not known are left out, so that files of a newer version can be read as long as their schema has the
 * same number.
 */
final class ReportJson {

    private static final int MAX_TEXT = 4096;

    private final JsonObject json;

    private ReportJson(JsonObject json) {
        this.json = json;
    }

    /** {@return the finding that a line tells of; an exception whose message says why it is none} */
    static Report parse(byte[] line) throws IOException {
        JsonObject json = JsonObject.parse(line);
        if (json.number("schema") != JsonLines.SCHEMA) {
            throw new IOException("its schema is not " + JsonLines.SCHEMA + "; read it with a newer lockdep");
        }
        return new ReportJson(json).report();
    }

    private Report report() throws IOException {
        String fingerprint = text("fingerprint");
        String sibling = json.isNull("siblingOf") ? null : text("siblingOf");
        if (!isFingerprint(fingerprint) || (sibling != null && !isFingerprint(sibling))) {
            throw new IOException("'fingerprint' is not one");
        }
        return new Report(
                one("kind", ReportKind.values(), ReportKind::id),
                text("title"),
                one("grade", Grade.values(), Grade::id),
                text("reason"),
                fingerprint,
                sibling,
                new ReportJson(json.object("wanted")).lock(),
                json.isNull("conflicting") ? null : new ReportJson(json.object("conflicting")).lock(),
                all("cycle", ReportJson::party),
                texts("needs"),
                texts("facts"),
                all("others", ReportJson::bystander),
                new Scene(
                        text("thread"),
                        all("held", ReportJson::lock),
                        texts("backtrace"),
                        json.isNull("test") ? null : text("test"),
                        text("jvm"),
                        texts("limits")));
    }

    private HeldEntry lock() throws IOException {
        return new HeldEntry(text("instance"), text("class"), text("mode"), text("usage"), text("at"));
    }

    private Party party() throws IOException {
        return new Party(
                text("holds"),
                one("holdsNature", Nature.values(), Nature::id),
                text("holdMode"),
                text("class"),
                one("nature", Nature.values(), Nature::id),
                text("mode"),
                text("usage"),
                json.isTrue("timed"),
                text("thread"),
                json.number("column"),
                texts("holdStack"),
                texts("waitStack"));
    }

    private Bystander bystander() throws IOException {
        return new Bystander(text("thread"), text("state"), all("held", ReportJson::lock), texts("stack"));
    }

    private String text(String name) throws IOException {
        return Escape.text(json.text(name), MAX_TEXT);
    }

    private List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String text : json.texts(name)) {
            texts.add(Escape.text(text, MAX_TEXT));
        }
        return texts;
    }

    private <T> T one(String name, T[] values, Function<T, String> id) throws IOException {
        String text = text(name);
        for (T value : values) {
            if (id.apply(value).equals(text)) {
                return value;
            }
        }
        throw new IOException("'" + name + "' is '" + text + "', which this version does not know");
    }

    private <T> List<T> all(String name, Part<T> part) throws IOException {
        List<T> parts = new ArrayList<>();
        for (JsonObject object : json.objects(name)) {
            parts.add(part.of(new ReportJson(object)));
        }
        return parts;
    }

    private static boolean isFingerprint(@Nullable String text) {
        return text != null && text.matches("[0-9a-f]{16}");
    }

    private interface Part<T> {
        T of(ReportJson json) throws IOException;
    }
}
