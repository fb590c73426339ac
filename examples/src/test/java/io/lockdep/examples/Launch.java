package io.lockdep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that has been started; two of them use both processors of a small machine. */
final class Launch implements AutoCloseable {

    private static final Path JDK = Path.of(System.getProperty("lockdep.jdk"));
    private static final String CLASSES = System.getProperty("examples.classes");
    private static final Path LIB = Path.of(System.getProperty("examples.lib"));

    private final Path out = Files.createTempFile("example", ".out");
    private final Path err = Files.createTempFile("example", ".err");
    private final Process process;

    private Launch(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", JDK.toString());
        process = builder.start();
    }

    static Launch of(List<String> command) throws IOException {
        return new Launch(command);
    }

    static Launch of(Example example, String program) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(JDK.resolve("bin/java").toString());
        if (example.agent()) {
            command.add("-javaagent:" + System.getProperty("lockdep.agent.jar"));
        }
        String libraries = example.agent() ? LIB.resolve("*").toString() : core().toString();
        command.addAll(List.of("-cp", CLASSES + File.pathSeparator + libraries, program));
        return new Launch(command);
    }

    // Alone: with SLF4J beside it, findings would go there.
    private static Path core() throws IOException {
        try (Stream<Path> jars = Files.list(LIB)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("lockdep-core-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The feature release of the JDK that programs run on. */
    static int feature() throws IOException {
        String release = Files.readString(JDK.resolve("release"));
        return Integer.parseInt(release.replaceAll("(?s).*JAVA_VERSION=\"(\\d+).*", "$1"));
    }

    int exit() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out).replace("\r\n", "\n");
    }

    String err() throws IOException {
        return Files.readString(err).replace("\r\n", "\n");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(out);
        Files.delete(err);
    }
}
