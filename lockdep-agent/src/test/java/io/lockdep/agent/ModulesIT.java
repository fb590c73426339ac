package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs with and without the modules of JMX and JFR, and programs that are modules themselves. */
class ModulesIT {

    @TempDir
    Path folder;

    @Test
    void aJvmOfTwoModulesIsWatchedAndSaysWhatItCannotDo() throws IOException {
        Path reports = folder.resolve("reports");
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.REENTRANT_LOCK))
                .flags("--limit-modules", "java.base,java.instrument")
                .options("jmx=true,jfr=true,fail=high,report.dir=" + reports)
                .run();
        assertThat(run.exit()).isEqualTo(66);
        assertThat(run.out()).isEqualTo("first\nsecond\nend\n");
        assertThat(run.err())
                .startsWith(
                        "lockdep: jmx=true has no effect: this JVM runs without the module java.management; add it by"
                                + " --add-modules java.management\n"
                                + "lockdep: jfr=true has no effect: this JVM runs without the module jdk.jfr; add it by"
                                + " --add-modules jdk.jfr\n\n=====")
                .contains("lockdep: 1 finding: 1 high\n");
        assertThat(reports).isDirectoryContaining("glob:**.html");
    }

    @Test
    void aJvmWithoutTheseModulesIsWatchedInSilenceIfNobodyAsksForThem() {
        Run run = ForkedJvm.of(folder, Abba.safe(LockKind.REENTRANT_LOCK))
                .flags("--limit-modules", "java.base,java.instrument")
                .run();
        assertThat(run).isEqualTo(new Run(0, "first\nsecond\nend\n", ""));
    }

    @Test
    void aProgramThatIsAModuleIsWatched() throws IOException {
        Path module = Files.createDirectories(folder.resolve("module"));
        JavaSource.compile(module, 17, "", List.of("""
                        package com.acme;
                        class Program {
                            static final Object a = new Object(), b = new Object();
                            public static void main(String[] args) {
                                synchronized (a) { synchronized (b) { } }
                                synchronized (b) { synchronized (a) { } }
                                System.out.println(Program.class.getModule());
                            }
                        }
                        """));
        Path declaration = Files.writeString(module.resolve("module-info.java"), "module m { }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", module.toString(), declaration.toString()))
                .isZero();
        Run run = ForkedJvm.java(
                folder,
                List.of("-javaagent:" + ForkedJvm.AGENT, "-p", module.toString(), "-m", "m/com.acme.Program"),
                Map.of());
        assertThat(run.out()).isEqualTo("module m\n");
        assertThat(run.err()).contains("com.acme.Program.a").endsWith("lockdep: 1 finding: 1 medium\n");
    }

    @Test
    void aRecordingHasTheFindingWithItsThreadAndStack() throws IOException {
        Path recording = folder.resolve("recording.jfr");
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.REENTRANT_LOCK))
                .flags("-XX:StartFlightRecording=filename=" + recording, "-Xlog:jfr*=off", "-Xlog:startup=off")
                .run();
        assertThat(run.exit()).isZero();
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("lockdep.Finding"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("kind")).isEqualTo("circular");
                    assertThat(event.getString("grade")).isEqualTo("high");
                    assertThat(event.getString("message")).contains("Abba.a <- Abba.b");
                    assertThat(run.err()).contains("fingerprint: " + event.getString("fingerprint"));
                    assertThat(event.getThread().getJavaName()).isEqualTo("two");
                    assertThat(event.getStackTrace().getFrames())
                            .anyMatch(frame -> frame.getMethod().getName().equals("second"));
                });
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("lockdep.Counts"))
                .isNotEmpty();
    }

    @Test
    void theBeanIsThereOnceSomebodyUsesJmxAndNotBefore() {
        Run run = ForkedJvm.of(folder, """
                        import java.lang.management.ManagementFactory;
                        import javax.management.*;
                        class Managed {
                            static final Object a = new Object(), b = new Object();
                            public static void main(String[] args) throws Exception {
                                Two.run(() -> { synchronized (a) { synchronized (b) { } } },
                                        () -> { synchronized (b) { synchronized (a) { } } });
                                System.out.println(MBeanServerFactory.findMBeanServer(null));
                                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                                ObjectName name = new ObjectName("io.lockdep:type=Lockdep");
                                while (!server.isRegistered(name)) { Thread.sleep(10); }
                                System.out.println(server.getAttribute(name, "FindingCount"));
                                System.out.println(((String[]) server.getAttribute(name, "Findings"))[0]);
                                synchronized (a) {
                                    System.out.println(((String[]) server.getAttribute(name, "HeldLocks"))[0]);
                                }
                                System.out.println(((String) server.invoke(name, "dump", null, null)).contains("Managed.b"));
                                System.out.println(((String) server.invoke(name, "dumpGraph", null, null)).contains("red"));
                                server.invoke(name, "reset", null, null);
                                System.out.println(server.getAttribute(name, "FindingCount"));
                            }
                        }
                        """).options("jmx=true").run();
        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("[]"),
                        line -> assertThat(line).isEqualTo("1"),
                        line -> assertThat(line).startsWith("high circular possible circular locking dependency"),
                        line -> assertThat(line).matches("main/1 holds Managed.a \\(W, .*taken at Managed.main\\(.*"),
                        line -> assertThat(line).isEqualTo("true"),
                        line -> assertThat(line).isEqualTo("true"),
                        line -> assertThat(line).isEqualTo("0"));
    }
}
