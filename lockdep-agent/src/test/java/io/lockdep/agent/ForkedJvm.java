package io.lockdep.agent;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program in a JVM of its own, under the packaged agent or without it. */
final class ForkedJvm {

    /** The packaged agent. */
    static final Path AGENT = Path.of(System.getProperty("lockdep.agent.jar"));

    /** The JDK that programs run on. */
    static final Path JDK = Path.of(System.getProperty("lockdep.jdk"));

    private static final int TIMEOUT_SECONDS = 60;

    // Runs one thing after the other in two threads, "one" and "two", that are alive together.
    private static final String TWO = """
            import java.util.concurrent.CountDownLatch;
            final class Two {
                interface Step { void run() throws Exception; }
                static void run(Step first, Step second) throws Exception {
                    CountDownLatch done = new CountDownLatch(1);
                    CountDownLatch over = new CountDownLatch(1);
                    Thread one = new Thread(() -> { quietly(first); done.countDown(); quietly(over::await); }, "one");
                    Thread two = new Thread(() -> { quietly(done::await); quietly(second); over.countDown(); }, "two");
                    one.start();
                    two.start();
                    one.join();
                    two.join();
                }
                private static void quietly(Step step) {
                    try { step.run(); } catch (Exception e) { System.out.println(e); }
                }
            }
            """;

    private final Path folder;
    private final String main;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private boolean attached = true;
    private String options = "";
    private String libraries = "";

    private ForkedJvm(Path folder, String main) {
        this.folder = folder;
        this.main = main;
    }

    /**
     * A program under the agent without options.
     *
     * @param folder a temporary folder
     * @param source its main class; may use {@code Two} and all of lockdep
     */
    static ForkedJvm of(Path folder, String source) {
        return of(folder, 17, source);
    }

    static ForkedJvm of(Path folder, int release, String source) {
        return of(folder, release, "", source);
    }

    /**
     * A program that uses libraries.
     *
     * @param libraries a class path, may be empty
     */
    static ForkedJvm of(Path folder, int release, String libraries, String source) {
        JavaSource.compile(folder, release, AGENT + File.pathSeparator + libraries, List.of(source, TWO));
        ForkedJvm program = new ForkedJvm(folder, JavaSource.nameOf(source));
        program.libraries = libraries;
        return program;
    }

    /** A program that uses the jars of the test's own class path whose names begin with one of these. */
    static ForkedJvm using(Path folder, String source, String... names) {
        return of(folder, 17, jars(names), source);
    }

    ForkedJvm options(String agentOptions) {
        options = "=" + agentOptions;
        return this;
    }

    ForkedJvm flags(String... jvmFlags) {
        flags.addAll(List.of(jvmFlags));
        return this;
    }

    ForkedJvm variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** {@return a class path of the jars of the test's own one whose names begin with one of these} */
    static String jars(String... names) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> Stream.of(names)
                        .anyMatch(
                                name -> Path.of(entry).getFileName().toString().startsWith(name)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    ForkedJvm withoutAgent() {
        attached = false;
        return this;
    }

    Run run() {
        List<String> arguments = new ArrayList<>();
        if (attached) {
            arguments.add("-javaagent:" + AGENT + options);
        }
        arguments.addAll(flags);
        arguments.add("-cp");
        arguments.add(libraries.isEmpty() ? folder.toString() : folder + File.pathSeparator + libraries);
        arguments.add(main);
        return java(folder, arguments, environment);
    }

    /** Starts {@code java} with any arguments. */
    static Run java(Path folder, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(JDK.resolve("bin/java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Each would make the JVM say that it has picked it up, or change options.
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.contains("JAVA_OPTIONS") || name.contains("TOOL_OPTIONS") || name.startsWith("LOCKDEP"));
        builder.environment().putAll(environment);
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            Process process = builder.directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("hangs; " + text(out) + text(err));
            }
            return new Run(process.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
