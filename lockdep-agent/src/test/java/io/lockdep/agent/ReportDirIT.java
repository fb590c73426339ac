package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of reports, what fails because of them, and what is left of a JVM that is killed. */
class ReportDirIT {

    /** Two locks in two orders, then whatever {@code end} says. */
    private static final String PROGRAM = """
            class Program {
                static final Object a = new Object(), b = new Object();
                public static void main(String[] args) throws Exception {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        try { Thread.sleep(200); } catch (InterruptedException e) { }
                        System.out.println("hook");
                    }));
                    Two.run(() -> { synchronized (a) { synchronized (b) { } } },
                            () -> { synchronized (b) { synchronized (a) { } } });
                    END
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void everyFormIsWrittenAndTheJvmFailsWhenAllHooksAreOver() throws IOException {
        Path reports = folder.resolve("deep/reports");
        Run run = ForkedJvm.of(folder, PROGRAM.replace("END", "System.exit(5);"))
                .options("report.dir=" + reports + ",fail=high,exitcode=77")
                .run();

        assertThat(run.exit()).isEqualTo(77);
        assertThat(run.out()).isEqualTo("hook\n");
        assertThat(run.err())
                .endsWith("""
                        lockdep: 1 finding: 1 high
                        lockdep: exit status 77 because of fail=high: 1 finding of that grade or above
                        """);
        List<String> names = names(reports);
        assertThat(names).hasSize(6).allMatch(name -> name.matches("lockdep-[0-9]+\\.[a-z.]+"));
        assertThat(names.stream().map(name -> name.replaceAll("[0-9]+", "PID")))
                .containsExactlyInAnyOrder(
                        "lockdep-PID.txt",
                        "lockdep-PID.jsonl",
                        "lockdep-PID.sarif",
                        "lockdep-PID.html",
                        "lockdep-PID.dot",
                        "lockdep-PID.graph.dot");
        JsonNode line = new ObjectMapper().readTree(read(reports, ".jsonl"));
        JsonNode result = new ObjectMapper().readTree(read(reports, ".sarif")).at("/runs/0/results/0");
        assertThat(result.at("/partialFingerprints/lockdepRing~1v1").asText())
                .isEqualTo(line.get("fingerprint").asText());
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("Program.java");
        assertThat(run.err()).startsWith(read(reports, ".txt"));
        assertThat(read(reports, ".html")).contains("lockdep: 1 finding: 1 high", "Lock classes are taken in orders");
        assertThat(read(reports, ".graph.dot"))
                .contains("\"Program.a\" -> \"Program.b\" [label=\"W -> W\", color=red]");
    }

    @Test
    void whatABaselineOrTheKindsLeaveOutIsCountedAndMakesNothingFail() throws IOException {
        Path first = folder.resolve("first");
        ForkedJvm jvm = ForkedJvm.of(folder, PROGRAM.replace("END", ""));
        jvm.options("report.dir=" + first + ",format=jsonl").run();
        assertThat(names(first)).singleElement().asString().endsWith(".jsonl");

        String baseline = first.resolve(names(first).get(0)).toString();
        assertThat(jvm.options("fail=high,baseline=" + baseline).run())
                .isEqualTo(new Run(0, "hook\n", "lockdep: 1 known (baseline)\n"));
        assertThat(jvm.options("fail=high,kinds=stall:bad-unlock").run())
                .isEqualTo(new Run(0, "hook\n", "lockdep: 1 of other kinds (kinds)\n"));
    }

    @Test
    void aKilledJvmLosesNothingThatWasFound() throws IOException {
        Path reports = folder.resolve("reports");
        Run run = ForkedJvm.of(folder, PROGRAM.replace("END", "Runtime.getRuntime().halt(3);"))
                .options("report.dir=" + reports + ",fail=high")
                .run();
        assertThat(run.exit()).isEqualTo(3);
        assertThat(names(reports)).hasSize(2);
        assertThat(new ObjectMapper()
                        .readTree(read(reports, ".jsonl"))
                        .get("kind")
                        .asText())
                .isEqualTo("circular");
        assertThat(run.err()).isEqualTo(read(reports, ".txt"));
    }

    @Test
    void aFolderThatCannotBeMadeLeavesTheProgramToRun() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Run run = ForkedJvm.of(folder, "class Program { public static void main(String[] a) { System.exit(5); } }")
                .options("report.dir=" + file)
                .run();
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("lockdep: report.dir=" + file + " cannot be written (")
                .endsWith("; nothing is written there. Name a folder that can be made and written\n");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String read(Path folder, String suffix) throws IOException {
        for (String name : names(folder)) {
            if (name.matches("lockdep-[0-9]+\\" + suffix)) {
                return Files.readString(folder.resolve(name));
            }
        }
        throw new AssertionError(suffix);
    }
}
