package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that runs is attached to, watched from then on, and asked how it is doing. */
class AttachIT {

    // Goes on by one step for each line of its input.
    private static final String PROGRAM = """
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            class Program {
                static final Object a = new Object(), b = new Object();
                static final ReentrantLock held = new ReentrantLock();
                static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                static final Semaphore units = new Semaphore(1);
                static final CountDownLatch release = new CountDownLatch(1), released = new CountDownLatch(1);
                static void step(String done) throws Exception {
                    System.out.println(done);
                    while (System.in.read() != '\\n') { }
                }
                static void first() { synchronized (a) { synchronized (b) { } } }
                static void second() { synchronized (b) { synchronized (a) { } } }
                static void third() throws Exception {
                    held.lock();
                    synchronized (a) { step("found"); }
                    held.unlock();
                }
                // Everything that is held when somebody attaches, and is released later.
                static synchronized void holder() {
                    held.lock();
                    held.lock();
                    shared.readLock().lock();
                    units.acquireUninterruptibly();
                    try { release.await(); } catch (InterruptedException e) { }
                    synchronized (released) { held.lock(); held.unlock(); }
                    units.release();
                    shared.readLock().unlock();
                    held.unlock();
                    held.unlock();
                }
                public static void main(String[] args) throws Exception {
                    Thread holder = new Thread(Program::holder, "holder");
                    holder.start();
                    first();
                    while (holder.getState() != Thread.State.WAITING) { Thread.onSpinWait(); }
                    step("started");
                    release.countDown();
                    holder.join();
                    step("released");
                    first();
                    second();
                    third();
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aJvmThatRunsIsWatchedFromThenOn() throws Exception {
        Path reports = folder.resolve("reports");
        Process process = start(List.of());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("started");
            String pid = Long.toString(process.pid());

            Run early = lockdep("status", pid);
            assertThat(early.exit()).isEqualTo(2);
            assertThat(early.err())
                    .isEqualTo(
                            "lockdep: lockdep is not in that JVM; start it with -javaagent, or attach to it first\n");
            Run wrong = lockdep("attach", pid, "strickt=true");
            assertThat(wrong.exit()).isEqualTo(2);
            assertThat(wrong.err()).contains("did you mean 'strict'?").hasLineCount(1);
            Run attached = lockdep("attach", pid, "report.dir=reports");
            assertThat(attached.err()).isEmpty();
            assertThat(attached.exit()).isZero();
            assertThat(attached.out())
                    .startsWith("lockdep: watching from now on, ")
                    .contains("Not seen: ");

            goOn(process);
            assertThat(out.readLine()).isEqualTo("released");
            assertThat(lockdep("status", pid).out()).contains("\nno findings\n");
            goOn(process);
            assertThat(out.readLine()).isEqualTo("found");
            assertThat(lockdep("status", pid).out())
                    .contains("\nfindings:\n  medium possible circular locking dependency detected: ")
                    .containsPattern("(?m)^  main/[0-9]+: (running|waiting)$")
                    .contains("    holds Program.held (W, ", "    holds Program.a (W, ")
                    .contains("    at Program.step(Program.java:");
            Run again = lockdep("attach", pid);
            assertThat(again.exit()).isEqualTo(2);
            assertThat(again.err())
                    .isEqualTo("lockdep: lockdep is in that JVM already; its options cannot be changed any more\n");
            goOn(process);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(reports).isDirectoryContaining("glob:**lockdep-" + process.pid() + ".sarif");
        assertThat(Files.readString(folder.resolve("err.txt"))).endsWith("lockdep: 1 finding: 1 medium\n");
    }

    @Test
    void aJvmStartedWithTheAgentTellsWhatItsThreadsHold() throws Exception {
        Process process = start(List.of("-javaagent:" + ForkedJvm.AGENT));
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("started");
            assertThat(lockdep("status", Long.toString(process.pid())).out())
                    .startsWith("lockdep ")
                    .containsPattern("(?m)^  holder/[0-9]+: blocked on Program.release$")
                    .contains(
                            "    holds class Program (W, ",
                            "    holds Program.held (W, ",
                            "    holds Program.shared (R, ");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsNoJvmIsRefusedInOneLine() {
        Run run = lockdep("attach", "999999999");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("lockdep: process 999999999 cannot be attached to (")
                .hasLineCount(1);
    }

    private Process start(List<String> flags) throws IOException {
        JavaSource.compile(folder, 17, "", List.of(PROGRAM));
        List<String> command = new ArrayList<>();
        command.add(ForkedJvm.JDK.resolve("bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", folder.toString(), "Program"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().keySet().removeIf(name -> name.contains("JAVA") || name.startsWith("LOCKDEP"));
        return builder.start();
    }

    private static void goOn(Process process) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
    }

    private Run lockdep(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-jar", ForkedJvm.AGENT.toString()));
        all.addAll(List.of(arguments));
        return ForkedJvm.java(folder, all, Map.of());
    }
}
