package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit that was reached is said when the JVM ends, and the program does not notice it. */
class LimitsIT {

    private static final String OUT = "first\nsecond\nend\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"max-classes", "max-dependencies", "max-chains", "max-instances", "max-sites"})
    void isSaidAtTheEnd(String option) {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.REENTRANT_LOCK))
                .options(option + "=1")
                .run();

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(OUT);
        assertThat(run.err())
                .contains(option + "=1 was reached ")
                .endsWith("\n")
                .doesNotContain("error");
    }

    @Test
    void pairsAreSaidToo() {
        String program = """
                class Nodes {
                    // Alive when the JVM exits: a pair of which one has died is forgotten.
                    static final Nodes root = new Nodes();
                    static final Nodes[] leaves = {new Nodes(), new Nodes(), new Nodes()};
                    public static void main(String[] args) {
                        for (int i = 0; i < 3; i++) {
                            synchronized (root) { synchronized (leaves[i]) { System.out.println(i); } }
                        }
                    }
                }
                """;
        Run run = ForkedJvm.of(folder, program).options("max-pairs=1").run();

        assertThat(run.out()).isEqualTo("0\n1\n2\n");
        assertThat(run.err())
                .isEqualTo("lockdep: max-pairs=1 was reached in one lock class: the order of instances nested in each"
                        + " other is no longer checked there\n");
    }

    @Test
    void allLimitsAtTheirLeastLeaveTheProgramAlone() {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.MONITOR))
                .options("max-classes=1,max-dependencies=1,max-chains=1,max-instances=1,max-pairs=1,max-sites=1,"
                        + "max-reports=1,stack-depth=1")
                .run();

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(OUT);
        assertThat(run.err())
                .startsWith("lockdep: ")
                .doesNotContain("FAILED", "error")
                .hasLineCount(1);
    }

    @Test
    void locksWithoutPlacesAreFoundAllTheSame() {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.MONITOR))
                .options("max-sites=1")
                .run();

        assertThat(run.out()).isEqualTo(OUT);
        assertThat(run.err())
                .containsPattern("possible (recursive locking|circular locking dependency) detected")
                .contains("1 finding: 1 high");
    }

    @Test
    void locksThatThereIsNoRoomForAreNotWatchedAndThatIsSaid() {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.MONITOR))
                .options("max-instances=1")
                .run();

        assertThat(run.out()).isEqualTo(OUT);
        assertThat(run.err())
                .contains("max-instances=1 was reached ", "the locks concerned are not watched")
                .doesNotContain("possible");
    }
}
