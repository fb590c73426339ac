package io.lockdep.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.lockdep.engine.ClassCode;
import io.lockdep.engine.InitEvents;
import io.lockdep.engine.LockEvents;
import io.lockdep.engine.Site;
import io.lockdep.engine.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of import that keep the agent safe to load into any JVM. */
@AnalyzeClasses(
        packages = {"io.lockdep.agent", "io.lockdep.cli"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule INSTRUMENTATION_KNOWS_PLACES_AND_EVENTS_ONLY = noClasses()
            .that()
            .resideInAPackage("..agent.instrument..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.lockdep.engine..")
                    .and(not(belongToAnyOf(
                            Sites.class, Site.class, LockEvents.class, InitEvents.class, ClassCode.class))))
            .because("it runs while classes load");

    @ArchTest
    static final ArchRule INSTRUMENTATION_KNOWS_NOTHING_OF_GRAPH_AND_REPORT = noClasses()
            .that()
            .resideInAPackage("..agent.instrument..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lockdep.graph..", "io.lockdep.report..", "io.lockdep.cli..");

    @ArchTest
    static final ArchRule NOTHING_LOGS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.lang.System$Logger")
            .because("logging takes locks of the program");

    @ArchTest
    static final ArchRule NO_LIBRARY_THAT_IS_NOT_IN_THE_JAR = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("net.bytebuddy..").and(not(resideInAPackage("net.bytebuddy.jar.asm.."))))
            .because("only its ASM is packaged");

    @Test
    void theEntryOfTheAgentStaysShort() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/main/java/io/lockdep/agent/PreMain.java"))) {
            assertThat(lines.count()).isLessThan(90);
        }
    }
}
