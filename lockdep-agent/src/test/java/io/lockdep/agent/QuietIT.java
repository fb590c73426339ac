package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with nothing to find runs as if the agent were not there. */
class QuietIT {

    @TempDir
    Path folder;

    @Test
    void anEmptyProgramPrintsNothing() {
        ForkedJvm jvm = ForkedJvm.of(folder, "class Empty { public static void main(String[] args) {} }");
        assertThat(jvm.run()).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void jvmFlagsDoNotMakeItWarn() {
        ForkedJvm jvm = ForkedJvm.of(folder, "class Empty { public static void main(String[] args) {} }")
                .flags("-Xshare:auto", "-Xlog:disable", "-Xlog:all=warning:stdout", "-Xverify:all");
        Run run = jvm.run();
        assertThat(run.exit()).isZero();
        assertThat(run.out() + run.err()).doesNotContain("lockdep").doesNotContain("bootstrap");
    }

    @Test
    void whatAProgramCanSeeOfItsJvmIsTheSame() {
        String program = """
                import java.nio.charset.Charset;
                import java.util.*;
                class Surroundings {
                    public static void main(String[] args) throws Exception {
                        System.out.println(Thread.currentThread().getName() + Thread.activeCount());
                        System.out.println(new Thread().getName() + new Thread(() -> {}).getName());
                        System.out.println(Thread.currentThread().getPriority() + " " + Thread.interrupted());
                        System.out.println(Thread.getDefaultUncaughtExceptionHandler());
                        System.out.println(Locale.getDefault() + " " + Charset.defaultCharset() + " "
                                + TimeZone.getDefault().getID());
                        TreeMap<String, Object> properties = new TreeMap<>();
                        System.getProperties().forEach((key, value) -> properties.put(key.toString(), value));
                        properties.keySet().removeIf(key -> key.startsWith("jdk.module.") || key.startsWith("sun.java.command"));
                        System.out.println(properties);
                        System.out.println("\\u00e4\\u20ac");
                        System.out.println(Surroundings.class.getModule().isNamed() + " " + Surroundings.class.getClassLoader().getParent()
                                .getName());
                        System.out.println(Thread.currentThread().getContextClassLoader().getName());
                        for (Thread thread : Thread.getAllStackTraces().keySet()) {
                            // The one thing to see, in no group of the program.
                            if (thread.getName().equals("lockdep-watchdog") && thread.isDaemon()) { continue; }
                            if (thread.getName().contains("lockdep")) { System.out.println(thread); }
                        }
                        System.exit(3);
                    }
                }
                """;
        Run plain = ForkedJvm.of(folder, program).withoutAgent().run();
        Run run = ForkedJvm.of(folder, program).run();
        // The JVM itself puts an agent's jar at the end of the class path.
        assertThat(run.out().replace(":" + ForkedJvm.AGENT, "")).isEqualTo(plain.out());
        assertThat(run.err()).isEqualTo(plain.err());
        assertThat(run.exit()).isEqualTo(plain.exit()).isEqualTo(3);
    }

    @Test
    void aProgramMayCloseStandardError() {
        String program = Abba.of(LockKind.MONITOR).replace("Two.run", "System.err.close(); Two.run");
        Run run = ForkedJvm.of(folder, program).run();
        assertThat(run).isEqualTo(new Run(0, "first\nsecond\nend\n", ""));
    }

    @Test
    void reportsDoNotGoThroughAStreamOfTheProgram() {
        String program = Abba.of(LockKind.MONITOR)
                .replace(
                        "Two.run",
                        "System.setErr(new java.io.PrintStream(System.out) { public void write(byte[] b, int o, int n) {"
                                + " throw new Error(\"written to\"); } }); Two.run");
        Run run = ForkedJvm.of(folder, program).run();
        assertThat(run.out()).isEqualTo("first\nsecond\nend\n");
        assertThat(run.err()).startsWith("\n===").endsWith("1 finding: 1 high\n");
    }

    @Test
    void switchedOffItSaysNothing() {
        Run run = ForkedJvm.of(folder, Abba.of(LockKind.REENTRANT_LOCK))
                .options("enabled=false")
                .run();
        assertThat(run).isEqualTo(new Run(0, "first\nsecond\nend\n", ""));
    }
}
