package io.lockdep.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/recipes.md, on a project that knows nothing of lockdep: two modules, a bug in each. */
class RecipesIT {

    private static final Path RECIPES = Path.of("..", "docs", "recipes.md");
    private static final Path QUICKSTART = Path.of("src", "it", "quickstart");
    private static final String AGENT = System.getProperty("lockdep.agent.jar");

    @TempDir
    Path folder;

    private Path project = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        project = folder.resolve("quickstart");
        try (Stream<Path> files = Files.walk(QUICKSTART)) {
            files.forEach(file -> copy(file, project.resolve(QUICKSTART.relativize(file))));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anyCommandEndsWithOneSummary() throws Exception {
        Ended run =
                run("java", "-jar", AGENT, "run", "--dir=" + folder.resolve("found"), "--", mvn(), "-B", "-q", "test");

        assertThat(run.status).as(run.text).isEqualTo(1);
        assertThat(run.text)
                .contains(
                        "lockdep: 3 JVMs watched, 2 findings: 1 high, 1 medium",
                        "1. high: possible circular locking dependency detected: shop.Ledger.auditLock <- shop.Ledger.lock",
                        "2. medium: possible circular locking dependency detected: shop.Catalog.",
                        "in 2 of 3 JVMs")
                .doesNotContain("org.junit.jupiter.engine");
    }

    @Test
    void surefireAndFailsafeWithJacocoMockitoAndForks() throws Exception {
        Map<String, String> recipes = recipes();
        String pom = Files.readString(project.resolve("pom.xml"));
        for (Map.Entry<String, String> recipe : recipes.entrySet()) {
            pom = pom.replace("<!--recipe:" + recipe.getKey() + "-->", recipe.getValue());
        }
        // In no repository here.
        pom = pom.replace(
                "</argLine>\n  </configuration>",
                "</argLine>\n<additionalClasspathElements><element>" + System.getProperty("junit.jar")
                        + "</element><element>" + System.getProperty("core.jar")
                        + "</element></additionalClasspathElements></configuration>");
        Files.writeString(project.resolve("pom.xml"), pom.replace("/path/to/lockdep-agent.jar", AGENT));

        Ended run = run(mvn(), "-B", "-q", "verify");

        assertThat(run.status).as(run.text).isZero();
        assertThat(run.text)
                .contains("[shop.LedgerTest.auditsWhatOthersBook()]", "[shop.CatalogTest.addsAndValues()]")
                .contains("[shop.EmptyCatalogTest.isWorthWhatIsAdded()]");
        assertThat(project.resolve("ledger/target/jacoco.exec")).isNotEmptyFile();
        assertThat(reports("ledger"))
                .as("a JVM for unit tests and one for integration tests")
                .hasSize(2);
        assertThat(reports("catalog")).as("a JVM for each class").hasSize(2);
    }

    private static Map<String, String> recipes() throws IOException {
        Matcher snippets = Pattern.compile("<!-- recipe:(\\w+) -->\n```xml\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(RECIPES));
        Map<String, String> recipes = new LinkedHashMap<>();
        while (snippets.find()) {
            recipes.put(snippets.group(1), snippets.group(2));
        }
        assertThat(recipes).containsOnlyKeys("argLine", "plugins");
        return recipes;
    }

    private List<Path> reports(String module) throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve(module).resolve("target/lockdep"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private static String mvn() {
        return System.getProperty("maven.program");
    }

    private Ended run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        List<String> all = new ArrayList<>(List.of(command));
        if (all.get(0).equals("java")) {
            all.set(0, Path.of(System.getProperty("lockdep.jdk"), "bin", "java").toString());
        }
        all.add("-Dmaven.repo.local=" + System.getProperty("maven.repository"));
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("LOCKDEP"));
        builder.environment().put("JAVA_HOME", System.getProperty("lockdep.jdk"));
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Ended(process.exitValue(), Files.readString(out));
    }

    private record Ended(int status, String text) {}
}
