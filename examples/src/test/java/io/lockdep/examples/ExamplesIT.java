package io.lockdep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs every example, with the agent or without as it says: the report is the one that is checked in. */
class ExamplesIT {

    private static final Path README = Path.of("..", "README.md");
    private static final String CLASSES = System.getProperty("examples.classes");

    @Test
    void twoOrdersGiveTheReportThatIsShown() throws Exception {
        Run run = underTheAgent(E01_TwoOrders.class);
        assertThat(run.exit).isZero();
        assertThat(run.out).isEqualToNormalizingNewlines("transferred\naudited\n");
        assertThat(stable(run.err)).isEqualTo(stable(expected(E01_TwoOrders.class)));
    }

    @Test
    void oneOrderIsSilent() throws Exception {
        Run run = underTheAgent(E01_TwoOrdersFixed.class);
        assertThat(run.exit).isZero();
        assertThat(run.out).isEqualToNormalizingNewlines("transferred\naudited\n");
        assertThat(run.err).isEmpty();
    }

    @Test
    void aPoolUnderALockGivesTheReportThatIsShown() throws Exception {
        Run run = alone(E02_PoolUnderLock.class);
        assertThat(run.exit).isZero();
        assertThat(run.out).isEqualToNormalizingNewlines("refreshed\nloaded\n");
        assertThat(stable(run.err)).isEqualTo(stable(expected(E02_PoolUnderLock.class)));
    }

    @Test
    void aPoolBeforeTheLockIsSilent() throws Exception {
        Run run = alone(E02_PoolUnderLockFixed.class);
        assertThat(run.exit).isZero();
        assertThat(run.out).isEqualToNormalizingNewlines("refreshed\nloaded\n");
        assertThat(run.err).isEmpty();
    }

    @Test
    void theReadmeShowsTheReport() throws Exception {
        String report = expected(E01_TwoOrders.class);
        assertThat(Files.readString(README)).contains("```text\n" + report.strip() + "\n```");
    }

    // What differs from run to run and from JDK to JDK: identity hashes, thread ids, versions, lines of JDK sources.
    private static String stable(String report) {
        return report.replaceAll("@[0-9a-f]+ ", "@HASH ")
                .replaceAll("(teller|auditor|refresher|loader)/\\d+", "$1/ID")
                .replaceAll("JDK \\S+", "JDK VERSION")
                .replaceAll("Thread.java:\\d+", "Thread.java:LINE")
                .strip();
    }

    private static String expected(Class<?> example) throws IOException {
        try (InputStream in = example.getResourceAsStream(example.getSimpleName() + ".report.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Run underTheAgent(Class<?> example) throws IOException, InterruptedException {
        return run(example, "-javaagent:" + System.getProperty("lockdep.agent.jar"), "-cp", CLASSES);
    }

    private static Run alone(Class<?> example) throws Exception {
        Path library = Path.of(Lockdep.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return run(example, "-cp", library + File.pathSeparator + CLASSES);
    }

    private static Run run(Class<?> example, String... options) throws IOException, InterruptedException {
        Path out = Files.createTempFile("example", ".out");
        Path err = Files.createTempFile("example", ".err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("lockdep.jdk"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add(example.getName());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private record Run(int exit, String out, String err) {}
}
