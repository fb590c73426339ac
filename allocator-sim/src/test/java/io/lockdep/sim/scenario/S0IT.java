package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockdep.sim.SimJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs scenario S0 in a JVM of its own with the packaged agent and compares the agent's reports with what the kernel's
 * lockdep printed in 2017.
 */
class S0IT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Synopsis synopsis = new S0().synopsis();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"A0", "A1"})
    void theHotplugLockUnderPcpuAllocMutexIsReportedAsTheKernelDid(String id) throws Exception {
        Expectation expectation = variant(id).expectation();

        List<JsonNode> reports = run(id);

        assertThat(expectation.mismatches(reported(reports))).isEmpty();
        JsonNode report = reports.stream()
                .filter(candidate -> expectation.isPrimary(classes(candidate.get("cycle"))))
                .findFirst()
                .orElseThrow();
        assertThat(report.get("kind").asText()).isEqualTo(expectation.kind());
        assertThat(report.get("grade").asText()).isEqualTo("high");
        assertThat(classes(report.get("held"))).isEqualTo(expectation.held());
    }

    @Test
    void aMutexTakenByTrylockIsInNoCycle() throws Exception {
        for (List<String> cycle : cycles(run("A1"))) {
            assertThat(cycle).doesNotContain("pcpu_drain_mutex");
        }
    }

    @Test
    void theMergedFixIsSilent() throws Exception {
        assertThat(run("V3")).isEmpty();
    }

    private Variant variant(String id) {
        return synopsis.variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Runs a variant; returns the agent's reports and fails unless the run itself ended well. */
    private List<JsonNode> run(String variant) throws IOException, InterruptedException {
        Path reports = directory.resolve(variant + ".jsonl");
        List<String> printed = new SimJvm(directory, "report.file=" + reports).run("run", "S0", "--variant", variant);
        assertThat(printed).contains("lockdep agent: active");
        List<JsonNode> found = new ArrayList<>();
        if (Files.exists(reports)) {
            for (String line : Files.readAllLines(reports)) {
                JsonNode record = JSON.readTree(line);
                if (record.has("kind") && record.has("cycle")) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    private static List<Reported> reported(List<JsonNode> reports) {
        return reports.stream()
                .map(report -> new Reported(
                        report.get("kind").asText(), classes(report.get("cycle")), classes(report.get("held"))))
                .toList();
    }

    private static List<List<String>> cycles(List<JsonNode> reports) {
        return reports.stream().map(report -> classes(report.get("cycle"))).toList();
    }

    /** Class names of an array of objects with a field {@code class}, or of plain names. */
    private static List<String> classes(JsonNode entries) {
        List<String> names = new ArrayList<>();
        for (JsonNode entry : entries) {
            names.add(entry.isTextual() ? entry.asText() : entry.get("class").asText());
        }
        return names;
    }
}
