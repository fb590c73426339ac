package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the packaged jar. */
class CliIT {

    @TempDir
    Path folder;

    @Test
    void versionIsOneLine() {
        Run run = lockdep(ForkedJvm.AGENT, "version");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).matches("lockdep " + Engine.VERSION + " on JDK [0-9][^\n]*\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpNamesEveryCommand() {
        Run run = lockdep(ForkedJvm.AGENT, "--help");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("-javaagent:", "demo", "version", "help");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anUnknownCommandIsRefusedAndNamesTheNearest() {
        Run run = lockdep(ForkedJvm.AGENT, "demoo");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("demoo", "demo").hasLineCount(1);
    }

    @Test
    void noCommandIsRefused() {
        Run run = lockdep(ForkedJvm.AGENT);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no command given; try ");
    }

    @Test
    void theDemoSaysHowToBuildWhatItNeeds() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("lockdep-agent/target"));
        Path lonely = Files.copy(ForkedJvm.AGENT, deep.resolve("lockdep-agent.jar"));
        Run run = lockdep(lonely, "demo");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("lockdep demo: the simulation is not built; run 'mvn ")
                .hasLineCount(1);
    }

    @Test
    void theDemoRefusesChoicesThatExcludeEachOther() {
        Run run = lockdep(ForkedJvm.AGENT, "demo", "--fixed", "--variant", "A1");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("exclude each other").hasLineCount(1);
    }

    private Run lockdep(Path jar, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-jar", jar.toString()));
        all.addAll(List.of(arguments));
        return ForkedJvm.java(folder, all, Map.of());
    }
}
