package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule silences what its author meant, and a line that is no rule is refused with its number. */
class SuppressionsTest {

    private static final Report RING = Reports.ring("com.acme.Cache.lock", "com.acme.Index.lock");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "circular:00000000000000ff",
                "circular:com.acme.Index.lock",
                "circular:com.acme.*",
                "circular:*",
                "circular:*Index*",
                "circular:*.Cache.*k",
                "*:com.acme.Index.lock",
                " * : 00000000000000ff",
                "  circular : com.acme.Cache.lock  # reason: known, see the ticket"
            })
    void aRuleMatchesAFingerprintOrAClassOfTheRing(String rule) {
        assertThat(Suppressions.parse(List.of(rule)).matches(RING)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recursive:*",
                "*:com.acme.Index",
                "circular:com.acme",
                "circular:acme.*",
                "circular:*.Cache.*m",
                "circular:com.acme.Cache.lock*lock",
                "circular:com.acme.Cach?.lock",
                "circular:00000000000000fe"
            })
    void aRuleDoesNotMatchAnythingElse(String rule) {
        assertThat(Suppressions.parse(List.of(rule)).matches(RING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resource:Catalog.lock", "*:Catalog.*"})
    void aRuleMatchesAClassThatAPartyOnlyHeld(String rule) {
        Report report = ReportBuilder.of(ReportKind.RESOURCE, "web/9")
                .by(PartyBuilder.party(0, "web/9").holds("Catalog.lock").wants("db.connections"))
                .build();

        assertThat(Suppressions.parse(List.of(rule)).matches(report)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void theLineThatAReportOffersSilencesIt(ReportKind kind) {
        Report report = Samples.get(kind.id());

        assertThat(Suppressions.parse(List.of(report.suppression())).matches(report))
                .isTrue();
    }

    @Test
    void blankLinesAndCommentsAreNoRules() {
        assertThat(Suppressions.parse(List.of("", "   ", "# circular:*")).matches(RING))
                .isFalse();
        assertThat(Suppressions.NONE.matches(RING)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"circular", "circle:x", "circular:", "circular: # all", "*", "*:", "circ*:x", ":x", "\u001b[31m"
            })
    void aLineThatIsNoRuleIsRefusedWithItsNumber(String line) {
        assertThatThrownBy(() -> Suppressions.parse(List.of("# first", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("\u001b");
    }
}
