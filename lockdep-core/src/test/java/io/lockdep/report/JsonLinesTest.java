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
}
