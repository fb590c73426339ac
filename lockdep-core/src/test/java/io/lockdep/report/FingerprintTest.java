package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A finding has one name in every run, wherever its ring was entered. */
class FingerprintTest {

    @Test
    void aRingHasOneFingerprintFromAnyStart() {
        String fromA = Fingerprint.of(ReportKind.CIRCULAR, List.of("A W W", "B R W", "C W W"));

        assertThat(Fingerprint.of(ReportKind.CIRCULAR, List.of("B R W", "C W W", "A W W")))
                .isEqualTo(fromA);
        assertThat(Fingerprint.of(ReportKind.CIRCULAR, List.of("C W W", "A W W", "B R W")))
                .isEqualTo(fromA);
    }

    @Test
    void aRingWithEqualNodesHasOneFingerprintFromAnyStart() {
        assertThat(Fingerprint.of(ReportKind.RECURSIVE, List.of("A", "A", "B", "A", "B")))
                .isEqualTo(Fingerprint.of(ReportKind.RECURSIVE, List.of("A", "B", "A", "A", "B")));
    }

    @Test
    void directionModesAndKindTellRingsApart() {
        List<String> ring = List.of("A W W", "B W W", "C W W");

        assertThat(List.of(
                        Fingerprint.of(ReportKind.CIRCULAR, ring),
                        Fingerprint.of(ReportKind.RECURSIVE, ring),
                        Fingerprint.of(ReportKind.CIRCULAR, List.of("C W W", "B W W", "A W W")),
                        Fingerprint.of(ReportKind.CIRCULAR, List.of("A R W", "B W W", "C W W")),
                        Fingerprint.of(ReportKind.CIRCULAR, List.of("A W W", "B W W"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSpellingIsSixteenHexadecimalDigitsAndNeverChanges() {
        // Suppression files out there hold these: a changed hash would wake what their owners have accepted.
        assertThat(Fingerprint.of(ReportKind.BAD_UNLOCK, List.of("A"))).isEqualTo("f00eae9bfb6f2938");
        assertThat(Fingerprint.of(ReportKind.CIRCULAR, List.of("A W W", "B W W")))
                .isEqualTo("8930cded528c60dd");
    }
}
