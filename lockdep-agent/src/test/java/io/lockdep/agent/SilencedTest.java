package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.report.Fingerprint;
import io.lockdep.report.Grade;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.JsonLines;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Scene;
import io.lockdep.report.Silence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which findings are not said, by the options that choose them. */
class SilencedTest {

    private static final Report STALL = report(ReportKind.STALL, "\"fingerprint\":\"0123456789abcdef\"");
    private static final Report UNLOCK = report(ReportKind.BAD_UNLOCK, "Cache.lock");

    @TempDir
    Path folder;

    @Test
    void everythingIsSaidByDefault() throws OptionException {
        assertThat(by("").of(STALL)).isNull();
        assertThat(by("").of(UNLOCK)).isNull();
    }

    @Test
    void onlyTheKindsThatAreAskedForAreSaid() throws OptionException {
        Silence silence = by("kinds=circular:stall");
        assertThat(silence.of(STALL)).isNull();
        assertThat(silence.of(UNLOCK)).isEqualTo(Silence.Reason.KIND);
    }

    @Test
    void anUnknownKindNamesTheNearest() {
        assertThatThrownBy(() -> by("kinds=circle"))
                .isInstanceOf(OptionException.class)
                .hasMessage("kinds=circle: 'circle' is none of its kinds; did you mean 'circular'?");
    }

    @Test
    void whatABaselineSaidIsNotSaidAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("old.jsonl"), JsonLines.format(STALL) + "\n");
        Silence silence = by("baseline=" + file);
        assertThat(silence.of(STALL)).isEqualTo(Silence.Reason.BASELINE);
        assertThat(silence.of(UNLOCK)).isNull();
    }

    @Test
    void aTornLastLineOfABaselineIsLeftOut() throws Exception {
        String line = JsonLines.format(UNLOCK);
        Path file = Files.writeString(
                folder.resolve("old.jsonl"),
                line + "\n" + JsonLines.format(STALL).substring(0, 40));
        assertThat(by("baseline=" + file).of(UNLOCK)).isEqualTo(Silence.Reason.BASELINE);
    }

    @Test
    void aBaselineOfAnythingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("old.jsonl"), "circular:*  # reason: a suppressions file\n");
        assertThatThrownBy(() -> by("baseline=" + file))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("baseline=" + file + ", line 1 is not a finding; name a file that report.file");
        assertThatThrownBy(() -> by("baseline=" + folder.resolve("none")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void anEmptyBaselineKnowsNothing() throws Exception {
        assertThat(by("baseline=" + Files.writeString(folder.resolve("old.jsonl"), ""))
                        .of(STALL))
                .isNull();
    }

    @Test
    void theStrongestReasonCounts() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules"), "*:*  # all\n");
        Path old = Files.writeString(folder.resolve("old.jsonl"), JsonLines.format(STALL));
        Silence silence = by("kinds=stall,suppressions=" + rules + ",baseline=" + old);
        assertThat(silence.of(UNLOCK)).isEqualTo(Silence.Reason.KIND);
        assertThat(silence.of(STALL)).isEqualTo(Silence.Reason.SUPPRESSED);
    }

    private static Silence by(String arguments) throws OptionException {
        return Silenced.by(AgentOptions.read(arguments, new Properties(), Map.of()));
    }

    private static Report report(ReportKind kind, String lockClass) {
        HeldEntry lock = new HeldEntry("Lock@1", lockClass, "W", HeldEntry.PLAIN, "A.m(A.java:1)");
        return new Report(
                kind,
                kind.title(),
                Grade.HIGH,
                "because",
                Fingerprint.of(kind, List.of(lockClass)),
                null,
                lock,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Scene("main/1", List.of(), List.of(), null, "17", List.of()));
    }
}
