package io.lockdep.sim.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.SimJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clean kernel with all actors at once, watched by the packaged agent: no report, and every invariant holds. Which
 * interleavings a run meets is up to the machine; what it must not meet is the same in all of them.
 */
class StressIT {

    @TempDir
    private Path directory;

    @Test
    void theCleanKernelIsSilentOnASmallMachine() throws Exception {
        List<String> lines = stress("--cpus", "4", "--memory", "512M");

        assertThat(lines)
                .anyMatch(line -> line.matches("\\d+ s: \\d+ operations, \\d+ per second; all invariants hold"));
    }

    @Test
    void theCleanKernelIsSilentOnAMachineOfManyCpus() throws Exception {
        stress("--cpus", "64", "--memory", "4G");
    }

    private List<String> stress(String... size) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("stress", "C0", "--variant", "V0", "--seconds", "6", "--seed", "20260911"));
        command.addAll(List.of(size));
        List<String> lines = new SimJvm(directory, "").run(command.toArray(String[]::new));
        assertThat(lines).endsWith("expected: none", "got: none");
        return lines;
    }
}
