package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that really hangs says why, and can be killed; one that does not hang does not notice the watchdog. */
class WatchdogIT {

    private static final int TERMINATED = 128 + 15;

    // Two threads that meet while each holds its first lock; the main thread ends the process once it has been said.
    private static final String HANG = """
            import io.lockdep.Lockdep;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            class Hang {
                interface Step { void run() throws Exception; }
                static final CyclicBarrier both = new CyclicBarrier(2);
                static void meet() throws Exception { both.await(); }
                static void start(String name, Step step) {
                    Runnable body = () -> { try { step.run(); } catch (Exception e) { System.out.println(e); } };
                    THREAD
                }
                static void untilSaid(String kind) throws Exception {
                    while (Lockdep.findings().stream().noneMatch(f -> f.kind().equals(kind))) { Thread.sleep(10); }
                    MBEAN
                    new ProcessBuilder("kill", Long.toString(ProcessHandle.current().pid())).inheritIO().start();
                    Thread.sleep(100_000);
                }
                BODY
            }
            """;

    private static final String PLATFORM = "new Thread(body, name).start();";
    private static final String VIRTUAL = "Thread.ofVirtual().name(name).start(body);";
    private static final String MBEAN =
            "System.out.println(java.lang.management.ManagementFactory.getThreadMXBean().findDeadlockedThreads());";

    private static final String REENTRANT = """
            static final ReentrantLock a = new ReentrantLock();
            static final ReentrantLock b = new ReentrantLock();
            static void nest(Lock outer, Lock inner) throws Exception { outer.lock(); meet(); inner.lock(); }
            public static void main(String[] args) throws Exception {
                start("one", () -> nest(a, b));
                start("two", () -> nest(b, a));
                untilSaid("actual-deadlock");
            }
            """;

    private static final String BLOCKS = """
                static final Object a = new Object();
                static final Object b = new Object();
                static void nest(Object outer, Object inner) throws Exception {
                    synchronized (outer) {
                        meet();
                        synchronized (inner) { System.out.println("not reached"); }
                    }
                }
                public static void main(String[] args) throws Exception {
                    start("one", () -> nest(a, b));
                    start("two", () -> nest(b, a));
                    untilSaid("actual-deadlock");
                }
                """;

    @TempDir
    Path folder;

    private static String hang(String body) {
        return HANG.replace("BODY", body).replace("THREAD", PLATFORM).replace("MBEAN", "");
    }

    private Run watch(String program, String... flags) {
        return ForkedJvm.of(folder, program).options("stall=1").flags(flags).run();
    }

    @Test
    void reentrantLocks() throws IOException {
        Path file = folder.resolve("report.jsonl");
        Run run = ForkedJvm.of(folder, hang(REENTRANT))
                .options("stall=1,report.file=" + file)
                .run();
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err())
                .contains("WARNING: deadlock detected", "Hang.a", "Hang.b", "Hang.nest(Hang.java:")
                .contains("grade:       actual: the threads are blocked on each other now, and none of them can go on")
                .contains("findings: 1 actual, 1 high");

        List<String> lines = Files.readAllLines(file);
        JsonNode finding = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(finding.get("kind").asText()).isEqualTo("actual-deadlock");
        assertThat(finding.get("cycle")).hasSize(2);
        for (JsonNode party : finding.get("cycle")) {
            assertThat(party.get("thread").asText()).matches("(one|two)/\\d+");
            assertThat(party.get("holdStack").get(0).asText()).startsWith("Hang.nest(Hang.java:");
            assertThat(party.get("waitStack").get(0).asText()).startsWith("Hang.nest(Hang.java:");
        }
    }

    @Test
    void monitorsOfBlocks() {
        Run run = watch(hang(BLOCKS));
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("WARNING: deadlock detected").contains("findings: 1 actual, 1 high");
    }

    @Test
    void readLocksWhichTheJvmDoesNotSee() {
        String program =
                HANG.replace("THREAD", PLATFORM).replace("MBEAN", MBEAN).replace("BODY", """
                static final ReentrantReadWriteLock a = new ReentrantReadWriteLock();
                static final ReentrantReadWriteLock b = new ReentrantReadWriteLock();
                static void nest(ReentrantReadWriteLock outer, ReentrantReadWriteLock inner) throws Exception {
                    outer.readLock().lock();
                    meet();
                    inner.writeLock().lock();
                }
                public static void main(String[] args) throws Exception {
                    start("one", () -> nest(a, b));
                    start("two", () -> nest(b, a));
                    untilSaid("actual-deadlock");
                }
                """);
        Run run = watch(program);
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.out()).as("what the JVM's own detector says").isEqualTo("null\n");
        assertThat(run.err())
                .contains("WARNING: deadlock detected", "Hang.a (R)", "Hang.b (R)", "Hang.a (W)", "Hang.b (W)")
                .contains("findings: 1 actual, 1 high");
    }

    @Test
    void semaphoresAndStampedLocksWhichTheJvmDoesNotSee() {
        String program =
                HANG.replace("THREAD", PLATFORM).replace("MBEAN", MBEAN).replace("BODY", """
                static final Semaphore a = new Semaphore(1);
                static final StampedLock b = new StampedLock();
                public static void main(String[] args) throws Exception {
                    start("one", () -> { a.acquire(); meet(); b.writeLock(); });
                    start("two", () -> { b.readLock(); meet(); a.acquire(); });
                    untilSaid("actual-deadlock");
                }
                """);
        Run run = watch(program);
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.out()).as("what the JVM's own detector says").isEqualTo("null\n");
        assertThat(run.err())
                .contains("WARNING: deadlock detected", "Hang.a", "Hang.b (R)", "Hang.b (W)")
                .contains("findings: 1 actual, 1 high");
    }

    @Test
    void aReaderThatWantsToWrite() {
        Run run = watch(hang("""
                static final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
                public static void main(String[] args) throws Exception {
                    start("one", () -> {
                        lock.readLock().lock();
                        lock.writeLock().lock();
                    });
                    untilSaid("actual-deadlock");
                }
                """));
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err())
                .contains("grade:       actual: the thread waits for what only it can give, now and for ever")
                .endsWith("2 findings: 2 actual\n");
    }

    @Test
    void aSlowHolderIsNamedWithWhatItDoes() {
        Run run = watch(hang("""
                static final ReentrantLock lock = new ReentrantLock();
                static void slow() throws Exception { lock.lock(); meet(); Thread.sleep(100_000); }
                public static void main(String[] args) throws Exception {
                    start("holder", Hang::slow);
                    start("waiter", () -> { meet(); lock.lock(); });
                    untilSaid("stall");
                }
                """));
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err())
                .contains("WARNING: thread is stalled", "waiter/", "(Hang.lock)")
                .contains(
                        "grade:       medium: it waits now, longer than it should; whether the wait ends is not known")
                .containsPattern("findings?: 1 medium");
    }

    @Test
    void whatAThreadOverridesIsNotCalled() {
        Run run = watch(hang(REENTRANT).replace(PLATFORM, """
                        new Thread(body, name) {
                            @Override public State getState() { throw new Error("called"); }
                            @Override public StackTraceElement[] getStackTrace() { throw new Error("called"); }
                            @Override public long getId() { throw new Error("called"); }
                            @Override public String toString() { throw new Error("called"); }
                        }.start();
                        """));
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err()).doesNotContain("called").contains("findings: 1 actual, 1 high");
    }

    @Test
    void withoutTheManagementModule() {
        Run run = watch(hang(REENTRANT), "--limit-modules", "java.base,java.instrument");
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err()).contains("findings: 1 actual, 1 high");
    }

    @ParameterizedTest
    @ValueSource(strings = {REENTRANT, BLOCKS})
    @EnabledIf("io.lockdep.agent.VirtualThreadIT#jdkHasVirtualThreads")
    void virtualThreads(String body) {
        String program = HANG.replace("BODY", body).replace("THREAD", VIRTUAL).replace("MBEAN", "");
        Run run = ForkedJvm.of(folder, 21, program).options("stall=1").run();
        assertThat(run.exit()).isEqualTo(TERMINATED);
        assertThat(run.err()).contains("findings: 1 actual, 1 high");
    }

    @Test
    void aProgramThatWorksIsLeftAlone() {
        Run run = watch("""
                import java.util.concurrent.*;
                import java.util.concurrent.locks.*;
                class Works {
                    static final ReentrantLock lock = new ReentrantLock();
                    static int done;
                    static void work() {
                        long end = System.nanoTime() + 2_500_000_000L;
                        while (System.nanoTime() < end) {
                            lock.lock();
                            try { done++; if (done % 100 == 0) { LockSupport.parkNanos(1_000_000); } } finally { lock.unlock(); }
                        }
                    }
                    public static void main(String[] args) throws Exception {
                        ExecutorService pool = Executors.newFixedThreadPool(3);
                        for (int i = 0; i < 3; i++) { pool.submit(Works::work); }
                        ExecutorService idle = Executors.newFixedThreadPool(3);
                        for (int i = 0; i < 3; i++) { idle.submit(() -> { }); }
                        pool.shutdown();
                        pool.awaitTermination(1, TimeUnit.MINUTES);
                        idle.shutdown();
                        System.out.println(done > 0);
                    }
                }
                """);
        assertThat(run).isEqualTo(new Run(0, "true\n", ""));
    }

    @Test
    void zeroSecondsWatchNothing() {
        String program = """
                class Threads {
                    public static void main(String[] args) {
                        for (Thread thread : Thread.getAllStackTraces().keySet()) {
                            if (thread.getName().startsWith("lockdep")) { System.out.println(thread.getName()); }
                        }
                    }
                }
                """;
        assertThat(ForkedJvm.of(folder, program).run().out()).isEqualTo("lockdep-watchdog\n");
        assertThat(ForkedJvm.of(folder, program).options("stall=0").run().out()).isEmpty();
        assertThat(ForkedJvm.of(folder, program)
                        .variable("LOCKDEP_ENABLED", "false")
                        .run()
                        .out())
                .isEmpty();
    }

    // A pause is no proof; it gives a watchdog that would be wrong several looks beyond its patience.
    @Test
    void workersThatWaitForWorkKeepNobodyWaiting() {
        Run run = ForkedJvm.of(folder, """
                        import java.util.concurrent.*;
                        class Idle {
                            public static void main(String[] args) throws Exception {
                                ExecutorService pool = Executors.newFixedThreadPool(2);
                                pool.submit(() -> 1).get();
                                pool.submit(() -> 2).get();
                                Executors.newScheduledThreadPool(1).submit(() -> 3).get();
                                ForkJoinPool.commonPool().submit(() -> 4).get();
                                LinkedBlockingDeque<String> queue = new LinkedBlockingDeque<>(2);
                                new Thread(() -> {
                                    try { queue.take(); } catch (InterruptedException e) { }
                                }).start();
                                Thread.sleep(2500);
                                System.out.println("end");
                                System.exit(0);
                            }
                        }
                        """).options("stall=1").run();

        assertThat(run).isEqualTo(new Run(0, "end\n", ""));
    }
}
