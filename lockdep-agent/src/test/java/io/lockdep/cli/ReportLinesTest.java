package io.lockdep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Grade;
import io.lockdep.report.JsonLines;
import io.lockdep.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportLinesTest {

    private static final Report REPORT = SampleReport.of("Bank.a", "Bank.b", Grade.HIGH, "BankTest.moves()");
    private static final String LINE = JsonLines.format(REPORT);

    @TempDir
    Path folder;

    private final List<String> unreadable = new ArrayList<>();

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        Path file = file(LINE + "\n\n" + LINE + "\n");
        List<ReportLine> lines = read(file);
        assertThat(lines).containsExactly(new ReportLine(file, 1, REPORT), new ReportLine(file, 3, REPORT));
        assertThat(unreadable).isEmpty();
    }

    @Test
    void whatMayBeMissingIsReadBackAsMissing() throws IOException {
        String line = LINE.replaceFirst("\"siblingOf\":\"\\w+\"", "\"siblingOf\":null")
                .replaceFirst("\"conflicting\":.*?,\"cycle\"", "\"conflicting\":null,\"cycle\"")
                .replaceFirst("\"test\":\"[^\"]+\"", "\"test\":null");
        Report report = read(file(line)).get(0).report();
        assertThat(report.siblingOf()).isNull();
        assertThat(report.test()).isNull();
        assertThat(JsonLines.format(report)).isEqualTo(line);
    }

    @Test
    void aLineThatAKilledJvmLeftHidesNoOther() throws IOException {
        assertThat(read(file(LINE + "\n" + LINE.substring(0, LINE.length() / 2))))
                .hasSize(1);
        assertThat(unreadable).containsExactly("line 2 ends too soon: its JVM was killed while it wrote");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"schema\":1 | {\"schema\":2 | its schema is not 1; read it with a newer lockdep",
                "\"kind\":\"circular\" | \"kind\":\"odd\\u001b\" "
                        + "| 'kind' is 'odd\\u001b', which this version does not know",
                "\"thread\":\"main/1\" | \"thread\":7 | 'thread' is not a text",
                "\"facts\":[ | \"facts\":[[], | 'facts' is not a list of texts",
                "\"facts\":[ | \"fact\":[ | 'facts' is not a list of texts",
                "\"column\":0 | \"column\":99999999999 | not JSON",
                "{\"schema\":1 | [\"schema\":1 | not a JSON object",
                "{\"schema\":1 | {\"schema\":1,\"schema\":1 | not JSON",
                "\"fingerprint\":\" | \"fingerprint\":\"../ | 'fingerprint' is not one"
            })
    void aLineThatIsNoFindingIsNamedAndLeftOut(String right, String wrong, String reason) throws IOException {
        assertThat(LINE).contains(right);
        assertThat(read(file(LINE.replace(right, wrong) + "\n" + LINE + "\n"))).hasSize(1);
        assertThat(unreadable).containsExactly("line 1 is no finding: " + reason);
    }

    @Test
    void fieldsOfANewerVersionAreLeftOut() throws IOException {
        String newer = LINE.replace("{\"schema\":1", "{\"schema\":1,\"seen\":{\"in\":[1.5,true,null]}");
        assertThat(read(file(newer)).get(0).report()).isEqualTo(REPORT);
    }

    @Test
    void textFromAFileIsSafeToPrint() throws IOException {
        String hostile = LINE.replace("\"because\"", "\"\\u001b[2J\\n\\u202e" + "x".repeat(100_000) + "\"");
        Report report = read(file(hostile)).get(0).report();
        assertThat(report.reason()).startsWith("\\u001b[2J\\u000a\\u202exxx").hasSizeLessThan(5000);
    }

    @Test
    void neitherLongNorDeepNorBinaryLinesDoHarm() throws IOException {
        String text = "x".repeat(ReportLines.MAX_LINE + 9) + "\n" + "[".repeat(99_999) + "\n" + "{\"a\":".repeat(99_999)
                + "\n" + "\0\u00ff\n" + LINE + "\n";
        assertThat(read(file(text))).hasSize(1);
        assertThat(unreadable)
                .containsExactly(
                        "line 1 is longer than 16777216 bytes",
                        "line 2 is no finding: not a JSON object",
                        "line 3 is no finding: not JSON",
                        "line 4 is no finding: not JSON");
    }

    @Test
    void aFolderStandsForItsFiles() throws IOException {
        Path second = Files.writeString(folder.resolve("b.jsonl"), LINE);
        Path first = Files.writeString(folder.resolve("a.jsonl"), LINE);
        Files.writeString(folder.resolve("c.txt"), "other");
        assertThat(ReportLines.filesIn(folder)).containsExactly(first, second);
        assertThat(ReportLines.filesIn(first)).containsExactly(first);
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndLeftOut() throws IOException {
        Path none = folder.resolve("none.jsonl");
        assertThat(ReportLines.readAll(List.of(none, file(LINE + "\nodd\n")), unreadable::add))
                .hasSize(1);
        assertThat(unreadable)
                .hasSize(2)
                .contains(folder.resolve("1.jsonl") + ": line 2 is no finding: not JSON")
                .anyMatch(line -> line.startsWith(none + " cannot be read ("));
    }

    private List<ReportLine> read(Path file) throws IOException {
        List<ReportLine> lines = new ArrayList<>();
        ReportLines.read(file, lines::add, unreadable::add);
        return lines;
    }

    private Path file(String text) throws IOException {
        return Files.write(folder.resolve("1.jsonl"), text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
