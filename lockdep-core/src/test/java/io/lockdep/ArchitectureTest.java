package io.lockdep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point down: API, engine, graph, report; what runs inside a lock hook knows nothing that takes locks itself. */
@AnalyzeClasses(packages = "io.lockdep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule importsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("locks")
            .definedBy("io.lockdep.locks")
            .layer("api")
            .definedBy("io.lockdep")
            .layer("slf4j")
            .definedBy("io.lockdep.slf4j")
            .layer("engine")
            .definedBy("io.lockdep.engine")
            .layer("graph")
            .definedBy("io.lockdep.graph")
            .layer("report")
            .definedBy("io.lockdep.report")
            .whereLayer("locks")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("locks")
            .whereLayer("slf4j")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("locks", "api")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("api", "engine")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("locks", "api", "slf4j", "engine", "graph");

    @ArchTest
    static final ArchRule onlyTheSinkKnowsSlf4j = noClasses()
            .that()
            .resideOutsideOfPackage("io.lockdep.slf4j")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule coreNeedsTheJdkOnly = classes()
            .that()
            .resideOutsideOfPackage("io.lockdep.slf4j")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.lockdep..", "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule coreKnowsNoInstrumentation = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.instrument", "net.bytebuddy..", "java.util.logging");

    @ArchTest
    static final ArchRule hooksTakeNoLockOfTheJdk = noClasses()
            .that()
            .resideInAnyPackage("io.lockdep.engine", "io.lockdep.graph", "io.lockdep.report")
            // One asks a pool for its size when it is first used, the other names locks inside of such objects.
            .and()
            .doNotHaveSimpleName("Pools")
            .and()
            .doNotHaveSimpleName("InnerLocks")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.concurrent\\.(Concurrent.*|(?!Blocking).*Queue|.*Deque|CopyOnWrite.*|Executor.*)");

    /** Lambdas and string concatenation link at run time, inside a hook, with locks and class loading of their own. */
    @Test
    void whatRunsInsideAHookHasNoInvokedynamic() throws IOException {
        List<String> found = new ArrayList<>();
        Path classes = Path.of("target/classes/io/lockdep");
        for (String part : List.of("engine", "graph", "report", "locks")) {
            try (Stream<Path> files = Files.walk(classes.resolve(part))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".class")).toList()) {
                    // Members of records are linked by ObjectMethods: equals, hashCode, toString, which no hook calls.
                    ConstantPool.bootstraps(Files.readAllBytes(file)).stream()
                            .filter(name -> !name.equals("java/lang/runtime/ObjectMethods"))
                            .forEach(name -> found.add(file.getFileName() + ": " + name));
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
