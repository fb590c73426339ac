package io.lockdep.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anUnknownScenarioIsOneLineThatNamesTheNearest() {
        assertThat(execute("run", "S9", "--variant", "A0")).isEqualTo(2);
        assertThat(errorLines()).containsExactly("allocator-sim: there is no scenario named S9; the nearest is S0");
    }

    @Test
    void anUnknownVariantIsOneLineThatNamesTheNearest() {
        assertThat(execute("run", "S0", "--variant", "V33")).isEqualTo(2);
        assertThat(errorLines())
                .containsExactly("allocator-sim: there is no variant of S0 named V33; the nearest is V3");
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertThat(execute("run", "S0", "--variants=A0")).isEqualTo(2);
        assertThat(errorLines()).singleElement().asString().contains("--variants");
    }

    @Test
    void aMissingCommandIsOneLine() {
        assertThat(execute()).isEqualTo(2);
        assertThat(errorLines()).hasSize(1);
    }

    @Test
    void listNamesEveryVariantAndWhatIsExpectedOfIt() {
        assertThat(execute("list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "S0",
                        "A0",
                        "A1",
                        "V3",
                        "cpu_hotplug.dep_map -> cpu_hotplug.lock -> pcpu_alloc_mutex",
                        "no report");
    }

    @Test
    void aScenarioWithoutAVariantIsTheFirst() {
        assertThat(execute("run", "S1F")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("variant F0");
    }

    @Test
    void aMatrixOfNothingIsAMistake() {
        assertThat(execute("matrix", "S99")).isEqualTo(2);
        assertThat(errorLines()).containsExactly("allocator-sim: there is no scenario named S99; the nearest is S0");
    }

    @Test
    void aStressRunOfNoTimeIsAMistake() {
        assertThat(execute("stress", "C0", "--seconds", "0")).isEqualTo(2);
        assertThat(execute("stress", "C0", "--patience", "-1")).isEqualTo(2);
        assertThat(errorLines())
                .containsExactly(
                        "allocator-sim: --seconds: a number above 0, not 0",
                        "allocator-sim: --patience: a number above 0, not -1");
    }

    @Test
    void aDrawingWithoutAnAgentIsRefusedBeforeTheRun() {
        assertThat(execute("run", "C0", "--order", "order.dot")).isEqualTo(2);
        assertThat(errorLines()).singleElement().asString().contains("--order needs the agent");
    }

    @Test
    void aRunWithInvariantsThatHoldEndsWithZero() {
        assertThat(execute("run", "s0", "--variant", "v3")).isZero();
        assertThat(err.size()).isZero();
    }

    @Test
    void stressRunsOnAMachineOfTheSizeAskedFor() {
        assertThat(execute("stress", "S0", "--variant", "V3", "--seconds=1", "--cpus=256", "--memory=1G", "--seed=3"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("256 CPUs, 1024 MiB, seed 3", "got: none", "syz-executor: ");
    }

    @Test
    void aMachineThatCannotBeIsOneLineThatSaysWhichCan() {
        assertThat(execute("stress", "S0", "--memory=65G")).isEqualTo(2);
        assertThat(execute("stress", "S0", "--memory=lots")).isEqualTo(2);
        assertThat(execute("stress", "S0", "--cpus=257")).isEqualTo(2);
        assertThat(errorLines())
                .containsExactly(
                        "allocator-sim: memory: 64M to 64G, not 66560M",
                        "allocator-sim: memory: a number of M or G such as 512M or 4G, not lots",
                        "allocator-sim: CPUs: 4 to 256, not 257");
    }

    @Test
    void theMatrixHasARowForEachVariantOfTheScenariosAskedFor() {
        assertThat(execute("matrix", "S0")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "only the machines are judged", "| S0 | V3 | none | none | as expected |", "0 not as expected");
    }

    private int execute(String... args) {
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return SimCommand.execute(args);
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }

    private List<String> errorLines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
