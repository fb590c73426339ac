package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataReader;
import org.jacoco.core.internal.data.CRC64;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that change the same classes, before lockdep or after it: each does its work as if it were alone. */
class OtherAgentsIT {

    private static final String MOCKING = """
            import org.mockito.Mockito;
            class Mocking {
                static class Account {
                    final Object first = new Object();
                    final Object second = new Object();
                    synchronized int guarded() { return 1; }
                    int block() { synchronized (first) { synchronized (second) { return 2; } } }
                    static synchronized int ofClass() { return 3; }
                    int back() { synchronized (second) { synchronized (first) { return 5; } } }
                }
                public static void main(String[] args) {
                    Account real = new Account();
                    Account mock = Mockito.mock(Account.class);
                    Mockito.when(mock.guarded()).thenReturn(7);
                    Mockito.when(mock.block()).thenReturn(8);
                    try (var ofClass = Mockito.mockStatic(Account.class)) {
                        ofClass.when(Account::ofClass).thenReturn(9);
                        System.out.println(mock.guarded() + " " + mock.block() + " " + Account.ofClass());
                    }
                    System.out.println(real.guarded() + " " + real.block() + " " + Account.ofClass());
                    Account spy = Mockito.spy(real);
                    System.out.println("spied " + spy.block() + " " + spy.back());
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jacocoSeesTheClassFileAndCountsAllOfIt(boolean jacocoFirst) throws IOException {
        Path data = folder.resolve("jacoco.exec");
        String jacoco = agent("org.jacoco.agent-") + "=dumponexit=true,includes=Abba*,destfile=" + data;
        String lockdep = "-javaagent:" + ForkedJvm.AGENT;
        ForkedJvm program = ForkedJvm.of(folder, Abba.of(LockKind.MONITOR)).withoutAgent();
        Run run = jacocoFirst
                ? program.flags(jacoco, lockdep).run()
                : program.flags(lockdep, jacoco).run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("first\nsecond\nend\n");
        assertThat(run.err()).startsWith("\n=====").endsWith("\nlockdep: 1 finding: 1 high\n");

        List<ExecutionData> counted = new ArrayList<>();
        try (InputStream in = Files.newInputStream(data)) {
            ExecutionDataReader reader = new ExecutionDataReader(in);
            reader.setSessionInfoVisitor(info -> {});
            reader.setExecutionDataVisitor(counted::add);
            reader.read();
        }
        assertThat(counted).singleElement().satisfies(abba -> {
            assertThat(abba.getId()).isEqualTo(CRC64.classId(Files.readAllBytes(folder.resolve("Abba.class"))));
            assertThat(abba.hasHits()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mocksOfClassesThatLockAreMocks(boolean mockitoFirst) {
        String mockito = agent("mockito-core-");
        String lockdep = "-javaagent:" + ForkedJvm.AGENT;
        ForkedJvm program = ForkedJvm.using(folder, MOCKING, "mockito-core-", "byte-buddy", "objenesis")
                .withoutAgent();
        Run run = mockitoFirst
                ? program.flags(mockito, lockdep).run()
                : program.flags(lockdep, mockito).run();
        assertThat(run.out()).as(run.err()).isEqualTo("""
                7 8 9
                1 2 3
                spied 2 5
                """);
        assertThat(run.err())
                .contains("possible circular locking dependency")
                .endsWith("\nlockdep: 1 finding: 1 medium\n");
    }

    private static String agent(String name) {
        return "-javaagent:" + ForkedJvm.jars(name);
    }
}
