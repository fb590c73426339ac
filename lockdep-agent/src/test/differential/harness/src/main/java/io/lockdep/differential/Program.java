package io.lockdep.differential;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * One program that is run. Its file of properties says:
 *
 * <ul>
 *   <li>{@code main}: the class to run, if it is a driver, whose standard output is compared line by line;
 *   <li>{@code tests}: else the jar of tests, as a regular expression of its name; {@code include} and {@code exclude}:
 *       those of the names of the test classes, all if left out and none; {@code without}: one that is found in the ids
 *       of tests that are not run;
 *   <li>{@code jvm}: options of the JVM, separated by spaces.
 * </ul>
 *
 * @param name the name of the file
 * @param jars its class path
 * @param properties what the file says
 */
record Program(String name, List<Path> jars, Properties properties) {

    /** The name of the file that tests write how they ended to. */
    static final String OUTCOMES = "outcomes.txt";

    /** Returns all programs below {@code folder}, by name; their jars are in folders of {@code jars}. */
    static List<Program> in(Path folder, Path jars) throws IOException {
        List<Program> programs = new ArrayList<>();
        try (Stream<Path> files =
                Files.find(folder, 2, (file, attributes) -> file.toString().endsWith(".properties"))) {
            for (Path file : files.sorted().toList()) {
                programs.add(read(file, jars));
            }
        }
        return programs;
    }

    private static Program read(Path file, Path jars) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        List<Path> all = new ArrayList<>(jarsOf(jars.resolve("harness")));
        all.addAll(jarsOf(jars.resolve(file.getParent().getFileName())));
        String name = file.getFileName().toString();
        return new Program(name.substring(0, name.lastIndexOf('.')), all, properties);
    }

    /** Returns the jars of a module, in one order always. */
    private static List<Path> jarsOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    boolean isDriver() {
        return properties.containsKey("main");
    }

    List<String> jvmOptions() {
        String options = properties.getProperty("jvm", "").trim();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    /** Returns the main class and its arguments, if it writes to {@code out}. */
    List<String> command(Path out) {
        if (isDriver()) {
            return List.of(properties.getProperty("main"));
        }
        String tests = properties.getProperty("tests");
        Path jar = jars.stream()
                .filter(each -> each.getFileName().toString().matches(tests))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": no jar is called " + tests));
        return List.of(
                Suite.class.getName(),
                out.resolve(OUTCOMES).toString(),
                jar.toString(),
                properties.getProperty("include", ".*"),
                properties.getProperty("exclude", "-"),
                properties.getProperty("without", "^-"));
    }
}
