package io.lockdep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A report names a page that explains it: wrong code, right code, and how to be told no more. */
class FindingPagesTest {

    @ParameterizedTest
    @EnumSource(ReportKind.class)
    void everyKindHasAPage(ReportKind kind) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", kind.page()));

        assertThat(lines.get(0)).isEqualTo("# " + kind.id());
        assertThat(lines).anyMatch(line -> line.startsWith("Wrong:"));
        assertThat(lines).anyMatch(line -> line.startsWith("Right:"));
        assertThat(lines).contains("## Suppress");
        assertThat(lines).filteredOn(line -> line.startsWith("```")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(String.join("\n", lines)).contains(kind.id() + ":");
    }
}
