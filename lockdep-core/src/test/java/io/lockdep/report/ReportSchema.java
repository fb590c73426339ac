package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The checked-in schema of the JSON lines, as readers of the files would apply it. */
public final class ReportSchema {

    private static final Schema SCHEMA = load();

    private ReportSchema() {}

    /** {@return what is wrong with a line, empty if nothing} */
    static List<String> complaints(String line) {
        return SCHEMA.validate(line, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Fails unless a report can be written as a line of this schema. */
    public static void accepts(Report report) {
        String line = JsonLines.format(report);
        assertThat(complaints(line)).as(line).isEmpty();
    }

    private static Schema load() {
        String name = "lockdep-report-" + JsonLines.SCHEMA + ".schema.json";
        try (InputStream in = JsonLines.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
