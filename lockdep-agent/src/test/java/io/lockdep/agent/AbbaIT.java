package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.lockdep.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two locks in two orders are found in a run that does not hang, and the program does not notice. */
class AbbaIT {

    private static final String SCHEMA = "lockdep-report-1.schema.json";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = LockKind.class,
            names = {"MONITOR", "REENTRANT_LOCK", "INTERRUPTIBLY", "WRITE_LOCK"})
    void twoOrdersAreReported(LockKind kind) throws IOException {
        Path file = folder.resolve("report.jsonl");
        String program = Abba.of(kind);

        Run run = ForkedJvm.of(folder, program).options("report.file=" + file).run();

        Run plain = ForkedJvm.of(folder, program).withoutAgent().run();
        assertThat(run.exit()).isEqualTo(plain.exit());
        assertThat(run.out()).isEqualTo(plain.out());
        assertThat(run.err()).startsWith("\n=====").endsWith("\nlockdep: 1 finding: 1 high\n");
        assertThat(run.err().lines().toList())
                .containsSubsequence(
                        "WARNING: possible circular locking dependency detected",
                        "but task is already holding lock:",
                        "which lock already depends on the new lock.",
                        "the existing dependency chain (in reverse order) is:",
                        "-> #1 (Abba.b){....}-{4:4}:",
                        "-> #0 (Abba.a){....}-{4:4}:",
                        "other info that might help us debug this:",
                        " Possible unsafe locking scenario:",
                        "  lock(Abba.b);",
                        "                               lock(Abba.a);",
                        "                               lock(Abba.b);",
                        "  lock(Abba.a);",
                        " *** DEADLOCK ***",
                        "stack backtrace:",
                        "the whole cycle, one block per party:",
                        "   holds Abba.b (W), taken at:",
                        "   wants Abba.a (W), at:",
                        "   holds Abba.a (W), taken at:",
                        "   wants Abba.b (W), at:",
                        "grade:       high: the cycle closes on the same instances, by threads that are alive together,"
                                + " under no common lock");
        assertThat(run.err())
                .containsPattern("(?m)^two/\\d+ is trying to acquire lock:$")
                .containsPattern("(?m)^1 lock held by two/\\d+:$")
                .containsPattern("(?m)^       two/\\d+ +one/\\d+$")
                .containsPattern("(?m)^ one/\\d+$")
                .containsPattern("(?m)^ two/\\d+$")
                .containsPattern("(?m)^fingerprint: [0-9a-f]{16}$")
                .contains("Abba.first(Abba.java:", "Abba.second(Abba.java:", "explained:   docs/findings/circular.md");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        JsonNode finding = new ObjectMapper().readTree(lines.get(0));
        assertThat(finding.get("kind").asText()).isEqualTo("circular");
        assertThat(finding.get("grade").asText()).isEqualTo("high");
        assertThat(finding.get("cycle")).hasSize(2);
        assertThat(run.err())
                .contains("fingerprint: " + finding.get("fingerprint").asText() + "\n");
        assertThat(schema().validate(lines.get(0), InputFormat.JSON)).isEmpty();
    }

    private static Schema schema() throws IOException {
        try (InputStream in = Report.class.getResourceAsStream(SCHEMA)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        }
    }

    @ParameterizedTest
    @EnumSource(LockKind.class)
    void oneOrderIsNot(LockKind kind) {
        assertThat(ForkedJvm.of(folder, Abba.safe(kind)).run()).isEqualTo(new Run(0, "first\nsecond\nend\n", ""));
    }

    @Test
    void nothingDependsOnALockThatIsOnlyTried() {
        assertThat(ForkedJvm.of(folder, Abba.of(LockKind.TRIED)).run().err()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = LockKind.class,
            names = {"TIMED", "READ_LOCK"})
    void whatCanHardlyHangIsInTheFileOnly(LockKind kind) throws IOException {
        Path file = folder.resolve("report.jsonl");
        Run run = ForkedJvm.of(folder, Abba.of(kind))
                .options("report.file=" + file)
                .run();
        assertThat(run.err()).isEqualTo("lockdep: 1 finding: 1 low\n");
        assertThat(new ObjectMapper().readTree(file.toFile()).get("grade").asText())
                .isEqualTo("low");
    }

    @Test
    void aReaderThatWantsToWriteIsReportedBeforeItBlocks() {
        Run run = ForkedJvm.of(folder, """
                        import java.util.concurrent.locks.*;
                        class Upgrade {
                            static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
                            public static void main(String[] args) {
                                Thread main = Thread.currentThread();
                                new Thread(() -> {
                                    while (main.getState() != Thread.State.WAITING) { Thread.onSpinWait(); }
                                    Runtime.getRuntime().halt(7);
                                }).start();
                                lock.readLock().lock();
                                lock.writeLock().lock();
                            }
                        }
                        """).run();
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.err().lines().toList())
                .containsSubsequence(
                        "WARNING: self deadlock detected",
                        " Possible unsafe locking scenario:",
                        "  rlock(Upgrade.lock);",
                        "  lock(Upgrade.lock);",
                        " *** DEADLOCK ***",
                        "grade:       actual: this thread waits for a lock that it holds itself");
    }

    @Test
    void readersAndWritersThatExcludeEachOtherAreReported() {
        Run run = ForkedJvm.of(folder, """
                        import java.util.concurrent.locks.*;
                        class Views {
                            static final ReentrantReadWriteLock a = new ReentrantReadWriteLock();
                            static final ReentrantReadWriteLock b = new ReentrantReadWriteLock();
                            static void nest(Lock outer, Lock inner) {
                                outer.lock();
                                inner.lock();
                                inner.unlock();
                                outer.unlock();
                            }
                            public static void main(String[] args) throws Exception {
                                Two.run(() -> nest(a.readLock(), b.writeLock()), () -> nest(b.readLock(), a.writeLock()));
                            }
                        }
                        """).run();
        assertThat(run.err())
                .contains("  rlock(Views.b);\n", "  lock(Views.a);\n", "grade:       high")
                .endsWith("lockdep: 1 finding: 1 high\n");
    }

    @Test
    void failuresAndDowngradesLeaveNoLockBehindAndReachTheProgram() {
        String program = """
                import java.util.concurrent.*;
                import java.util.concurrent.locks.*;
                class Failures {
                    static final ReentrantLock lock = new ReentrantLock();
                    static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                    static final Object monitor = new Object();
                    static void say(String what) {
                        System.out.println(what + " " + Boolean.getBoolean("agent") + depth());
                    }
                    static int depth() {
                        return Boolean.getBoolean("agent") ? io.lockdep.engine.LockEvents.depth() : 0;
                    }
                    public static void main(String[] args) throws Exception {
                        shared.writeLock().lock();
                        shared.readLock().lock();
                        shared.writeLock().unlock();
                        shared.readLock().unlock();
                        say("downgrade");
                        Thread.currentThread().interrupt();
                        try { lock.lockInterruptibly(); } catch (InterruptedException e) { say("interrupted"); }
                        Thread.currentThread().interrupt();
                        try { shared.writeLock().lockInterruptibly(); } catch (InterruptedException e) { say("writer"); }
                        Thread.currentThread().interrupt();
                        try { lock.tryLock(9, TimeUnit.SECONDS); } catch (InterruptedException e) { say("timed"); }
                        Thread holder = new Thread(() -> { lock.lock(); shared.readLock().lock(); });
                        holder.start();
                        holder.join();
                        say("timeout " + lock.tryLock(1, TimeUnit.MILLISECONDS) + lock.tryLock());
                        say("timeout " + shared.writeLock().tryLock(1, TimeUnit.MILLISECONDS));
                        try { synchronized (monitor) { synchronized (lock) { throw new IllegalStateException(); } } }
                        catch (IllegalStateException e) { say("thrown"); }
                        try { synchronized (monitor) { lock.unlock(); } } catch (IllegalMonitorStateException e) {
                            say(e.toString());
                            for (StackTraceElement frame : e.getStackTrace()) { System.out.println(frame); }
                        }
                        try { shared.writeLock().unlock(); } catch (IllegalMonitorStateException e) { say("not writing"); }
                        try { monitor.notify(); } catch (IllegalMonitorStateException e) { say(e.getMessage()); }
                    }
                }
                """;
        Run run = ForkedJvm.of(folder, program).flags("-Dagent=true").run();
        Run plain = ForkedJvm.of(folder, program).withoutAgent().run();

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo(plain.out().replace(" false0", " true0"));
        assertThat(run.err().lines().toList())
                .containsSubsequence(
                        "WARNING: bad unlock balance detected!",
                        "but there are no more locks to release!",
                        "stack backtrace:",
                        "WARNING: bad unlock balance detected!",
                        "lockdep: 2 findings: 2 actual");
        assertThat(run.err())
                .containsPattern("main/\\d+ is trying to release lock \\(Failures.lock\\) at:")
                .containsPattern("main/\\d+ is trying to release lock \\(Failures.shared\\) at:");
    }

    @Test
    void noCodeOfTheProgramRunsInAHook() {
        String program = """
                class Odd extends Thread {
                    static final class Lock {
                        @Override public int hashCode() { throw new Error("hashCode called"); }
                        @Override public boolean equals(Object o) { throw new Error("equals called"); }
                        @Override public String toString() { throw new Error("toString called"); }
                    }
                    static final Lock a = new Lock();
                    static final Object b = new Object();
                    @Override public long getId() { throw new Error("getId called"); }
                    @Override public String toString() { throw new Error("toString called"); }
                    @Override public int hashCode() { throw new Error("hashCode called"); }
                    @Override public State getState() { throw new Error("getState called"); }
                    @Override public void run() {
                        synchronized (a) { synchronized (b) { System.out.println(1); } }
                        synchronized (b) { synchronized (a) { System.out.println(2); } }
                    }
                    public static void main(String[] args) throws Exception {
                        Odd odd = new Odd();
                        odd.start();
                        odd.join();
                    }
                }
                """;
        Run run = ForkedJvm.of(folder, program).run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("1\n2\n");
        assertThat(run.err()).contains("(Odd$Lock)").doesNotContain("called").endsWith("1 finding: 1 medium\n");
    }

    @Test
    void aListenerThatTakesAgainWhatItsThreadHoldsLeavesItHeld() {
        String program = """
                import io.lockdep.Lockdep;
                import io.lockdep.engine.LockEvents;
                class Listener {
                    static final Object a = new Object();
                    static final Object b = new Object();
                    public static void main(String[] args) throws Exception {
                        Lockdep.onFinding(finding -> { synchronized (b) { System.out.println(finding.kind()); } });
                        Two.run(
                                () -> { synchronized (a) { synchronized (b) { System.out.println(LockEvents.depth()); } } },
                                () -> {
                                    synchronized (b) {
                                        synchronized (a) { System.out.println(LockEvents.depth()); }
                                        System.out.println(LockEvents.depth());
                                    }
                                    System.out.println(LockEvents.depth());
                                });
                    }
                }
                """;
        Run run = ForkedJvm.of(folder, program).run();
        assertThat(run.out()).isEqualTo("2\ncircular\n2\n1\n0\n");
        assertThat(run.err()).endsWith("\nlockdep: 1 finding: 1 high\n");
    }
}
