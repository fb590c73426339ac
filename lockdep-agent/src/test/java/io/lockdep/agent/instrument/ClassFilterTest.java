package io.lockdep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes are the program's. */
class ClassFilterTest {

    private static final ClassLoader PROGRAM = ClassLoader.getSystemClassLoader();
    private static final ClassFilter ALL = new ClassFilter(List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com/acme/Cache",
                "Main",
                "io/lockdep/sim/Main",
                "io/lockdep/examples/deep/Example",
                "io/lockdepot/Crate",
                "org/mockito/Mock",
                "io/opentelemetry/api/Span"
            })
    void classesOfTheProgramAreWatched(String name) {
        assertThat(ALL.isOfProgram(PROGRAM, name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/lockdep/Lockdep",
                "io/lockdep/LockMap$1",
                "io/lockdep/engine/LockEvents",
                "io/lockdep/graph/LockGraph",
                "io/lockdep/report/Report",
                "io/lockdep/locks/ReentrantLock",
                "io/lockdep/slf4j/Slf4jSink",
                "io/lockdep/agent/PreMain",
                "io/lockdep/agent/instrument/Hook",
                "io/lockdep/cli/Main"
            })
    void lockdepItselfIsNot(String name) {
        assertThat(ALL.isOfProgram(PROGRAM, name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/jacoco/agent/rt/internal/Agent",
                "org/mockito/internal/creation/Mock",
                "net/bytebuddy/ByteBuddy",
                "reactor/blockhound/BlockHound",
                "io/opentelemetry/javaagent/Agent",
                "co/elastic/apm/agent/Agent"
            })
    void otherAgentsAreNot(String name) {
        assertThat(ALL.isOfProgram(PROGRAM, name)).isFalse();
    }

    @Test
    void theJdkIsNot() {
        assertThat(ALL.isOfProgram(null, "java/util/Vector")).isFalse();
        assertThat(ALL.isOfProgram(ClassLoader.getPlatformClassLoader(), "java/sql/DriverManager"))
                .isFalse();
    }

    @Test
    void anIncludeLeavesTheRestOut() {
        ClassFilter filter = new ClassFilter(List.of("com.acme.*", "org.One"), List.of());
        assertThat(filter.isOfProgram(PROGRAM, "com/acme/Cache")).isTrue();
        assertThat(filter.isOfProgram(PROGRAM, "com/acme/deep/Cache$Entry")).isTrue();
        assertThat(filter.isOfProgram(PROGRAM, "org/One")).isTrue();
        assertThat(filter.isOfProgram(PROGRAM, "org/OneMore")).isFalse();
        assertThat(filter.isOfProgram(PROGRAM, "xcom/acme/Cache")).isFalse();
    }

    @Test
    void anExcludeIsStrongerThanAnInclude() {
        ClassFilter filter = new ClassFilter(List.of("com.acme.*"), List.of("*.Cache", "*Slow*"));
        assertThat(filter.isOfProgram(PROGRAM, "com/acme/Store")).isTrue();
        assertThat(filter.isOfProgram(PROGRAM, "com/acme/Cache")).isFalse();
        assertThat(filter.isOfProgram(PROGRAM, "com/acme/VerySlowStore")).isFalse();
    }

    @Test
    void onlyTheStarIsSpecial() {
        ClassFilter filter = new ClassFilter(List.of("a.B$C", "a.[b].(*)"), List.of());
        assertThat(filter.isOfProgram(PROGRAM, "a/B$C")).isTrue();
        assertThat(filter.isOfProgram(PROGRAM, "a/BxC")).isFalse();
        assertThat(filter.isOfProgram(PROGRAM, "axB$C")).isFalse();
        assertThat(filter.isOfProgram(PROGRAM, "a/[b]/(anything)")).isTrue();
    }

    @Test
    void patternsCannotBringBackWhatIsNotTheProgram() {
        ClassFilter filter = new ClassFilter(List.of("*"), List.of());
        assertThat(filter.isOfProgram(PROGRAM, "io/lockdep/engine/LockEvents")).isFalse();
        assertThat(filter.isOfProgram(null, "java/util/Vector")).isFalse();
    }
}
