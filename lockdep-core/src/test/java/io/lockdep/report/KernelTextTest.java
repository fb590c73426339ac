package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of every kind of report, as it is checked in beside the tests. */
class KernelTextTest {

    private static final Path TEXTS = Path.of("src", "test", "resources", "io", "lockdep", "report");

    static String[] names() {
        return Samples.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theTextIsTheOneThatIsCheckedIn(String name) throws IOException {
        Path file = TEXTS.resolve(name + ".txt");
        String text = KernelText.format(Samples.get(name));
        if (Boolean.getBoolean("lockdep.update")) {
            Files.createDirectories(TEXTS);
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("written by -Dtest=KernelTextTest -Dlockdep.update=true")
                .hasContent(text);
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void everyKindHasATextUnderItsName(ReportKind kind) {
        assertThat(Samples.get(kind.id()).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStackOfEveryPartyIsInTheText(String name) {
        Report report = Samples.get(name);
        List<String> lines =
                KernelText.format(report).lines().map(String::strip).toList();
        for (Party party : report.cycle()) {
            assertThat(says(lines, party.holdStack()))
                    .as("hold stack %s", party)
                    .isTrue();
            assertThat(says(lines, party.waitStack()))
                    .as("wait stack %s", party)
                    .isTrue();
        }
        for (Bystander other : report.others()) {
            assertThat(says(lines, other.stack())).as("stack %s", other).isTrue();
        }
    }

    @Test
    void aStackThatIsNotInTheTextIsMissed() {
        List<String> lines = List.of("a", "b", "x", "a", "... 2 more as above", "a", "b");

        assertThat(says(lines, List.of("a", "b", "c"))).isTrue();
        assertThat(says(lines, List.of("a", "b"))).isTrue();
        assertThat(says(lines, List.of("b", "a"))).isFalse();
        assertThat(says(lines, List.of("a", "c"))).isFalse();
    }

    // All its frames in a row, or the first of them and how many more stand above.
    private static boolean says(List<String> lines, List<String> stack) {
        for (int start = 0; start <= lines.size(); start++) {
            int said = 0;
            while (said < stack.size()
                    && start + said < lines.size()
                    && lines.get(start + said).equals(stack.get(said))) {
                said++;
            }
            boolean elided = said > 0
                    && start + said < lines.size()
                    && lines.get(start + said).equals("... " + (stack.size() - said) + " more as above");
            if (said == stack.size() || elided) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @MethodSource("io.lockdep.report.JsonLinesTest#hostileNames")
    void aHostileNameAddsNoLine(String name) {
        Renaming renaming = new Renaming(text -> Escape.name(text + name));
        for (String sample : Samples.names()) {
            Report report = Samples.get(sample);
            assertThat(KernelText.format(renaming.of(report)).split("\\R", -1))
                    .as(sample)
                    .hasSameSizeAs(KernelText.format(report).split("\\R", -1));
        }
    }

    @Test
    void atMostFourPartiesStandAbreast() {
        assertThat(KernelText.format(Samples.get("circular-five-threads")).lines())
                .contains("       hand-0/20        hand-1/21        hand-2/22        hand-3/23", "       hand-4/24");
    }

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void aReportThatSaysNextToNothingIsWritten(ReportKind kind) {
        Report bare = ReportBuilder.of(kind, "t/1").build();

        assertThat(KernelText.format(bare)).contains(kind.title(), "fingerprint: " + bare.fingerprint());
    }
}
