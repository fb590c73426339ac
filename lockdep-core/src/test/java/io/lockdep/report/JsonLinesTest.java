package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A line of JSON says what the report says, whatever the program under test calls its locks and threads. */
class JsonLinesTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    static String[] hostileNames() {
        return new String[] {
            "",
            "\"quoted\" \\ back\\\\slash \\u0041",
            "two\nlines\r\n\ttabbed\0",
            "\u001b[31mred\u001b[0m \u0007",
            "safe \u202elrtni\u202c \u2066x\u2069 \u200b\ufeff",
            "lone \ud800 high, lone \udc00 low, swapped \udc00\ud800",
            "pair \ud83d\udd12, bmp \u20ac \u00e9",
            "separators \u2028 \u2029 \u0085 \u007f",
            "</script><!-- {\"kind\":\"none\"} -->"
        };
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void everyKindFollowsTheSchema(ReportKind kind) {
        for (Grade grade : Grade.values()) {
            ReportSchema.accepts(Reports.of(kind, grade, "text", null));
            ReportSchema.accepts(Reports.of(kind, grade, "text", "0123456789abcdef"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.lockdep.report.KernelTextTest#names")
    void everySampleFollowsTheSchema(String name) {
        ReportSchema.accepts(Samples.get(name));
    }

    @Test
    void theSchemaRefusesAFieldItDoesNotKnowAndMissesOneThatIsGone() {
        String line = JsonLines.format(Reports.of(ReportKind.CIRCULAR, "text"));

        assertThat(ReportSchema.complaints(line)).isEmpty();
        assertThat(ReportSchema.complaints(line.replace("\"schema\":1", "\"schema\":2")))
                .isNotEmpty();
        assertThat(ReportSchema.complaints(line.replace("\"reason\":", "\"motive\":")))
                .isNotEmpty();
        assertThat(ReportSchema.complaints(line.replace("\"holdMode\":\"R\"", "\"holdMode\":\"X\"")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void aHostileNameComesBackUnchangedFromOneLineOfAscii(String name) throws Exception {
        Report report = Reports.of(ReportKind.CIRCULAR, name);

        String line = JsonLines.format(report);

        assertThat(line).matches("[\\x20-\\x7e]*");
        JsonNode read = JACKSON.readTree(line);
        assertThat(read.get("wanted").get("class").asText()).isEqualTo(name);
        assertThat(read.get("wanted").get("at").asText()).isEqualTo(name);
        assertThat(read.get("thread").asText()).isEqualTo(name + "/1");
        assertThat(read.get("reason").asText()).isEqualTo(name);
        assertThat(read.get("test").asText()).isEqualTo(name);
        assertThat(read.get("needs").get(0).asText()).isEqualTo(name);
        assertThat(read.get("backtrace").get(0).asText()).isEqualTo(name);
        assertThat(read.get("cycle").get(0).get("holdStack").get(0).asText()).isEqualTo(name);
    }

    @Test
    void aLineSaysWhatTheReportSays() throws Exception {
        JsonNode read = JACKSON.readTree(JsonLines.format(Reports.ring("C", "A", "B")));

        assertThat(read.get("kind").asText()).isEqualTo("circular");
        assertThat(read.get("title").asText()).isEqualTo("possible circular locking dependency detected");
        assertThat(read.get("grade").asText()).isEqualTo("high");
        assertThat(read.get("siblingOf").isNull()).isTrue();
        assertThat(read.get("test").isNull()).isTrue();
        assertThat(read.get("cycle")).hasSize(3);
        assertThat(read.get("cycle").get(0).get("class").asText()).isEqualTo("C");
        assertThat(read.get("cycle").get(0).get("holds").asText()).isEqualTo("B");
        assertThat(read.get("cycle").get(0).get("timed").asBoolean()).isTrue();
        assertThat(read.get("cycle").get(0).get("holdMode").asText()).isEqualTo("R");
        assertThat(read.get("cycle").get(0).get("mode").asText()).isEqualTo("W");
    }

    @Test
    void aLineSaysWhatTheNodesOfARingStandFor() throws Exception {
        JsonNode read = JACKSON.readTree(JsonLines.format(Samples.get("circular-two-held")));

        assertThat(read.get("cycle").get(0).get("nature").asText()).isEqualTo("map");
        assertThat(read.get("cycle").get(0).get("holdsNature").asText()).isEqualTo("lock");
        assertThat(read.get("cycle").findValuesAsText("column")).containsExactly("0", "1", "1");
    }

    @Test
    void aLineSaysHowALockIsUsedAndWhatItConflictsWith() throws Exception {
        JsonNode read = JACKSON.readTree(JsonLines.format(Samples.get("self-deadlock")));

        assertThat(read.get("wanted").get("usage").asText()).isEqualTo("{....}-{4:4}");
        assertThat(read.get("conflicting").get("mode").asText()).isEqualTo("R");
        assertThat(read.get("held").get(0)).isEqualTo(read.get("conflicting"));
    }

    @Test
    void aLineSaysWhatElseIsKnown() throws Exception {
        JsonNode stall = JACKSON.readTree(JsonLines.format(Samples.get("stall")));
        JsonNode limited = JACKSON.readTree(JsonLines.format(Samples.get("circular-three-threads")));

        assertThat(stall.get("conflicting").isNull()).isTrue();
        assertThat(stall.get("facts").get(0).asText()).isEqualTo("it has waited for 30 s");
        assertThat(stall.get("others")).hasSize(2);
        assertThat(stall.get("others").get(0).get("thread").asText()).isEqualTo("import/4");
        assertThat(stall.get("others").get(0).get("state").asText()).isEqualTo("running");
        assertThat(stall.get("others").get(0).get("held").findValuesAsText("class"))
                .containsExactly("Catalog.lock", "Feed.lock");
        assertThat(stall.get("others").get(0).get("stack")).hasSize(2);
        assertThat(stall.get("limits")).isEmpty();
        assertThat(limited.get("limits").get(0).asText()).isEqualTo("17 stacks were not kept: the limit is 4096");
    }
}
