package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A name can be printed on any console: one line, bounded, nothing that a terminal obeys. */
class EscapeTest {

    @ParameterizedTest
    @MethodSource("io.lockdep.report.JsonLinesTest#hostileNames")
    void nothingThatATerminalObeysIsLeft(String name) {
        assertThat(Escape.name(name).chars())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }

    @Test
    void anOrdinaryNameStaysAsItIs() {
        assertThat(Escape.name("com.acme.Cache$Segment.lock@3 \u00e9\u20ac"))
                .isEqualTo("com.acme.Cache$Segment.lock@3 \u00e9\u20ac");
    }

    @Test
    void whatIsEscapedCanBeRead() {
        assertThat(Escape.name("a\nb\u202e")).isEqualTo("a\\u000ab\\u202e");
    }

    @Test
    void aMegabyteOfTextIsCut() {
        String name = Escape.name("x".repeat(1 << 20));

        assertThat(name).hasSizeLessThanOrEqualTo(Escape.MAX_CHARS + 11).contains("x...");
    }

    @Test
    void whatIsCutIsToldApartByItsEnd() {
        String long1 = Escape.name("x".repeat(1000) + "1");
        String long2 = Escape.name("x".repeat(1000) + "2");

        assertThat(long1).isNotEqualTo(long2);
    }
}
