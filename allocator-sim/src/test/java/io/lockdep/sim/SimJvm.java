package io.lockdep.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that runs the packaged simulation with the packaged agent. */
public final class SimJvm {

    private static final long LIMIT_SECONDS = 300;

    private final Path directory;
    private final String agentOptions;

    /**
     * Makes one that has not started.
     *
     * @param directory where it may write
     * @param agentOptions options of the agent, comma separated
     */
    public SimJvm(Path directory, String agentOptions) {
        this.directory = directory;
        this.agentOptions = agentOptions;
    }

    /**
     * Runs a command; fails unless it ends in time with exit status 0.
     *
     * @param command the command and its options
     * @return the lines it printed to standard output
     */
    public List<String> run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("lockdep.jdk"), "bin", "java").toString(),
                "-javaagent:" + System.getProperty("lockdep.agent.jar")
                        + (agentOptions.isEmpty() ? "" : "=" + agentOptions),
                "-jar",
                System.getProperty("allocator.sim.jar")));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        List<String> printed = Files.readAllLines(out);
        String everything = String.join("\n", printed) + "\n" + Files.readString(err);
        assertThat(ended).as(everything).isTrue();
        assertThat(process.exitValue()).as(everything).isZero();
        return printed;
    }
}
