package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every variant of every scenario in a JVM with the packaged agent: exactly the listed report, and silence for what
 * was fixed.
 */
class MatrixIT {

    private static final long LIMIT_SECONDS = 300;

    @TempDir
    private Path directory;

    @Test
    void everyVariantOfEveryScenarioIsReportedAsItsTextSaysAndNothingElseIs() throws Exception {
        List<String> lines = matrix();

        long variants = Scenarios.all().stream()
                .mapToLong(scenario -> scenario.synopsis().variants().size())
                .sum();
        assertThat(lines).contains(variants + " variants, 0 not as expected");
        for (Scenario scenario : Scenarios.all()) {
            for (Variant variant : scenario.synopsis().variants()) {
                String row = "| " + scenario.synopsis().id() + " | " + variant.id() + " | ";
                assertThat(lines)
                        .filteredOn(line -> line.startsWith(row))
                        .singleElement()
                        .asString()
                        .endsWith("| as expected |");
            }
        }
    }

    private List<String> matrix() throws IOException, InterruptedException {
        Path output = directory.resolve("matrix.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("lockdep.jdk"), "bin", "java")
                                .toString(),
                        "-javaagent:" + System.getProperty("lockdep.agent.jar"),
                        "-jar",
                        System.getProperty("allocator.sim.jar"),
                        "matrix")
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().toList();
    }
}
