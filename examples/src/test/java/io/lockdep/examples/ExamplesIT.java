package io.lockdep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every example and its fix: the report is the one that is checked in, and the fix is silent. */
class ExamplesIT {

    private static final Path README = Path.of("..", "README.md");
    private static final Path LIST = Path.of("README.md");
    private static final Path SOURCES = Path.of("src/main/java/io/lockdep/examples");
    private static final Path BUILT = Path.of("target", "built");
    private static final Pattern ROW =
            Pattern.compile("\\| \\[(\\d\\d)]\\((\\S+)\\) \\| .* \\| `(\\S+)` \\| (\\S+) \\| .* \\|");

    // One line each: the program, what it prints, what its fix prints.
    static Stream<Example> examples() {
        return Stream.of(
                Example.of(E01_TwoOrders.class, "transferred/audited", "transferred/audited"),
                Example.of(E02_PoolUnderLock.class, "refreshed/loaded", "refreshed/loaded")
                        .withoutAgent(),
                Example.of(E03_Philosophers.class, philosophers(), philosophers()),
                Example.of(
                        E04_Accounts.class,
                        "transferred 100, left 400/transferred 30, left 570",
                        "transferred 100, left 400/transferred 30, left 570"),
                Example.of(E05_CacheListener.class, "tea 3.50, was stale", "tea 3.50, was stale"),
                Example.of(
                        E06_EventBus.class,
                        "orders know: opened/taken from stock/orders know: refilled",
                        "orders know: opened/taken from stock/put into stock/orders know: refilled"),
                Example.of(E07_Connections.class, "logged: ordered", "logged: ordered"),
                Example.of(E08_PoolWaitsForItself.class, "page with image", "page with image"),
                Example.of(E09_NestedMonitor.class, "took a book/took null", "took a book/took null"),
                Example.of(E10_Upgrade.class, "gave up", "loaded"),
                Example.of(E11_ClassInitialisation.class, "default EUR/paid in EUR", "default EUR/paid in EUR"),
                Example.of(E12_ComputeInCompute.class, "price 3/cost 2", "price 3/cost 2"),
                Example.of(E13_VirtualThreads.class, "logged in/expired", "logged in/expired")
                        .since(21),
                Example.of(E14_HomeMadeLock.class, "sent/reported 1", "sent/reported 1"),
                Example.of(E15_JoinUnderLock.class, "page of what was fetched", "page of what was fetched and kept"),
                Example.of(E16_ThreadJoinedUnderLock.class, "flushed/closed", "flushed/closed"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theReportIsTheOneThatIsShownAndTheFixIsSilent(Example example) throws Exception {
        assumeTrue(Launch.feature() >= example.since());
        try (Launch wrong = Launch.of(example, example.program().getName());
                Launch right = Launch.of(example, example.program().getName() + "Fixed")) {
            assertThat(wrong.exit()).as(wrong.err()).isZero();
            assertThat(wrong.out()).isEqualTo(example.out());
            assertThat(StableReport.of(wrong.err())).isEqualTo(StableReport.of(example.report()));
            assertThat(right.exit()).as(right.err()).isZero();
            assertThat(right.out()).isEqualTo(example.outOfFix());
            assertThat(right.err()).matches("(lockdep: \\d+ findings?: \\d+ low\n)?");
        }
    }

    @Test
    void everyProgramIsRunAndListedWithItsKindAndGrade() throws IOException {
        List<String> rows;
        try (Stream<Path> sources = Files.list(SOURCES)) {
            List<String> programs = sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.matches("E\\d\\d_\\w+\\.java") && !name.endsWith("Fixed.java"))
                    .sorted()
                    .toList();
            assertThat(examples().map(example -> example.program().getSimpleName() + ".java"))
                    .isEqualTo(programs);
        }
        rows = Files.readAllLines(LIST).stream()
                .filter(line -> line.startsWith("| ["))
                .toList();
        assertThat(rows).hasSize((int) examples().count());
        List<Example> all = examples().toList();
        for (int i = 0; i < rows.size(); i++) {
            Matcher row = ROW.matcher(rows.get(i));
            assertThat(row.matches()).as(rows.get(i)).isTrue();
            Example example = all.get(i);
            assertThat(example.program().getSimpleName()).startsWith("E" + row.group(1) + "_");
            assertThat(LIST.resolveSibling(row.group(2))).exists();
            assertThat(row.group(2)).endsWith("/" + example.program().getSimpleName() + ".java");
            assertThat(example.report()).contains("\nsuppress:    " + row.group(3) + ":");
            assertThat(example.report()).contains("\ngrade:       " + row.group(4) + ":");
        }
    }

    @Test
    void theReadmeShowsTheReport() throws Exception {
        String report = Example.of(E01_TwoOrders.class, "", "").report();
        assertThat(Files.readString(README)).contains("```text\n" + report.strip() + "\n```");
    }

    @Test
    void theScriptRunsAnExampleByItsNumber() throws Exception {
        assumeTrue(File.separatorChar == '/');
        Files.writeString(BUILT, ""); // what this build has built is up to date
        try (Launch script = Launch.of(List.of(Path.of("run").toAbsolutePath().toString(), "05", "fixed"))) {
            assertThat(script.exit()).as(script.err()).isZero();
            assertThat(script.out()).isEqualTo("tea 3.50, was stale\n");
            assertThat(script.err()).isEmpty();
        }
    }

    private static String philosophers() {
        return "philosopher 0 has eaten/philosopher 1 has eaten/philosopher 2 has eaten/philosopher 3 has eaten/"
                + "philosopher 4 has eaten";
    }
}
