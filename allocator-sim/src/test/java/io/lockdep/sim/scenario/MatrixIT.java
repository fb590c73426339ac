package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.SimJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every variant of every scenario in a JVM with the packaged agent: exactly the listed report, and silence for what
 * was fixed.
 */
class MatrixIT {

    @TempDir
    private Path directory;

    @Test
    void everyVariantOfEveryScenarioIsReportedAsItsTextSaysAndNothingElseIs() throws Exception {
        List<String> lines = new SimJvm(directory, "").run("matrix");

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
}
