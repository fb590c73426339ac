package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is said in one line; a wrong option stops the JVM, anything else leaves the program alone. */
class BadInputIT {

    private static final String PROGRAM =
            "class Program { public static void main(String[] a) { System.out.println(\"ran\"); System.exit(5); } }";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strikt=true | unknown option 'strikt' in the -javaagent argument; did you mean 'strict'?",
                "strict=yes | strict=yes is not a value; write strict=true or strict=false",
                "strict | option 'strict' has no value; write key=value, and separate options by commas",
                "config=none.properties | config=none.properties cannot be read (java.nio.file.NoSuchFileException:"
                        + " none.properties); name a readable properties file",
                "suppressions=none.txt | suppressions=none.txt cannot be read (java.nio.file.NoSuchFileException:"
                        + " none.txt); name a readable file"
            })
    void aWrongOptionStopsTheJvmBeforeTheProgram(String options, String line) {
        assertThat(ForkedJvm.of(folder, PROGRAM).options(options).run())
                .isEqualTo(new Run(2, "", "lockdep: " + line + "\n"));
    }

    @Test
    void aWrongVariableStopsTheJvmToo() {
        Run run =
                ForkedJvm.of(folder, PROGRAM).variable("LOCKDEP_STRICT", "yes").run();
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("strict=yes is not a value");
    }

    @Test
    void aBadLineOfTheSuppressionsStopsTheJvm() throws IOException {
        Path file = Files.writeString(folder.resolve("accepted.txt"), "# comment\n\ncircle:com.acme.*\n");
        assertThat(ForkedJvm.of(folder, PROGRAM).options("suppressions=" + file).run())
                .isEqualTo(new Run(
                        2,
                        "",
                        "lockdep: suppressions=" + file + ", line 3: 'circle:com.acme.*' is not a rule; write"
                                + " kind:pattern, for example circular:com.acme.Cache.*\n"));
    }

    @Test
    void aReportFileThatCannotBeWrittenLeavesTheProgramToRun() {
        Run run = ForkedJvm.of(folder, PROGRAM)
                .options("report.file=none/report.jsonl")
                .run();
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.out()).isEqualTo("ran\n");
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("lockdep: report.file=none/report.jsonl cannot be written (")
                .endsWith(
                        "; findings go to standard error only. Name a file in a folder that exists and can be written\n");
    }

    @Test
    void aSecondAgentDoesNothing() {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.REENTRANT_LOCK))
                .flags("-javaagent:" + ForkedJvm.AGENT)
                .run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("first\nsecond\nend\n");
        assertThat(run.err())
                .startsWith("lockdep: given twice: the second -javaagent does nothing; remove one of them\n\n=====")
                .containsOnlyOnce("WARNING: possible circular locking dependency detected")
                .containsOnlyOnce("lockdep: 1 finding: 1 high\n");
    }

    @Test
    void anAgentThatMayNotRetransformLeavesTheProgramToRun() throws IOException {
        Path agent = repackaged("Manifest-Version: 1.0\nPremain-Class: io.lockdep.agent.PreMain\n");
        Run run = ForkedJvm.of(folder, PROGRAM)
                .withoutAgent()
                .flags("-javaagent:" + agent)
                .run();
        assertThat(run)
                .isEqualTo(new Run(
                        5,
                        "ran\n",
                        "lockdep: not active, the program runs without it: the agent jar's manifest lacks"
                                + " Can-Retransform-Classes (was the jar repackaged?); use the original lockdep-agent"
                                + " jar\n"));
    }

    // Nothing of lockdep runs then: the JVM itself cannot find the agent and does not start.
    @Test
    void anAgentWithoutManifestIsRefusedByTheJvm() throws IOException {
        Path agent = repackaged(null);
        Run run = ForkedJvm.of(folder, PROGRAM)
                .withoutAgent()
                .flags("-javaagent:" + agent)
                .run();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("Error opening zip file or JAR manifest missing : " + agent);
        assertThat(run.out()).doesNotContain("ran");
    }

    private Path repackaged(String manifest) throws IOException {
        Path copy = Files.copy(ForkedJvm.AGENT, folder.resolve("repackaged.jar"));
        try (FileSystem jar = FileSystems.newFileSystem(copy)) {
            if (manifest == null) {
                Files.delete(jar.getPath(MANIFEST));
            } else {
                Files.writeString(jar.getPath(MANIFEST), manifest);
            }
        }
        return copy;
    }

    @Test
    void anAcceptedFindingIsCountedAndNotSaid() throws IOException {
        String program = Abba.of(LockKind.MONITOR);
        Matcher said = Pattern.compile("fingerprint: (\\w+)\n")
                .matcher(ForkedJvm.of(folder, program).run().err());
        assertThat(said.find()).isTrue();
        Path file = folder.resolve("accepted.txt");
        for (String rule : List.of(said.group(1), "Abba.*")) {
            Files.writeString(file, "circular: " + rule + "  # looked at\n");
            Run run = ForkedJvm.of(folder, program)
                    .options("suppressions=" + file)
                    .run();
            assertThat(run.err()).isEqualTo("lockdep: 1 suppressed\n");
        }
    }

    @Test
    void furtherFindingsThanAllowedAreCounted() {
        String program = Abba.of(LockKind.MONITOR)
                .replace(
                        "Two.run(Abba::first, Abba::second);",
                        "Two.run(Abba::first, Abba::second); Object c = new Object(), d = new Object();"
                                + " synchronized (c) { synchronized (d) { } } synchronized (d) { synchronized (c) { } }");
        assertThat(ForkedJvm.of(folder, program).options("max-reports=1").run().err())
                .endsWith("lockdep: 1 finding: 1 high; 1 not said (max-reports)\n");
    }

    @Test
    void aMethodThatCannotBeInstrumentedRunsAsItIsAndIsNamed() {
        StringBuilder program = new StringBuilder("class Huge { static int huge(Object o) { int n = 0;\n");
        for (int i = 0; i < 2800; i++) {
            program.append("synchronized (o) { n++; }\n");
        }
        program.append("return n; } public static void main(String[] a) { System.out.println(huge(a)); } }");
        Run run = ForkedJvm.of(folder, program.toString()).run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("2800\n");
        assertThat(run.err())
                .hasLineCount(1)
                .startsWith("lockdep: not instrumented, so not watched: Huge.huge (it would be larger than 64 KiB)");
    }

    @Test
    void otherSystemPropertiesAndVariablesAreNobodysBusiness() {
        Run run = ForkedJvm.of(folder, PROGRAM)
                .flags("-Dcom.acme.lockdep=1")
                .variable("LOCKDEP_HOME", "/opt/lockdep")
                .run();
        assertThat(run).isEqualTo(new Run(5, "ran\n", ""));
    }

    @Test
    void emptyOptionsAreNone() {
        assertThat(ForkedJvm.java(
                        folder,
                        List.of(
                                "-javaagent:" + ForkedJvm.AGENT + "=",
                                "-cp",
                                compiled().toString(),
                                "Program"),
                        Map.of()))
                .isEqualTo(new Run(5, "ran\n", ""));
    }

    private Path compiled() {
        JavaSource.compile(folder, 17, "", List.of(PROGRAM));
        return folder;
    }
}
