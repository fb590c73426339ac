package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.Lockdep;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/library.md} tells somebody who comes from Guava to write can be compiled, and does what it says. */
class GuavaMigrationTest {

    private static final Path PAGE = Path.of("../docs/library.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?:`[^`]*`|none) \\| `([^`]*)` \\|$");
    private static final Pattern CLASS = Pattern.compile("(?s)```java\\n(import [^`]*class Bank .*?)```");

    @TempDir
    Path folder;

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theRightColumnCompilesAndRuns() throws Exception {
        List<String> cells = matches(ROW);
        assertThat(cells).hasSizeGreaterThan(10);
        StringBuilder source = new StringBuilder("""
                import io.lockdep.locks.*;
                class Column {
                    enum Order { CLIENTS, ACCOUNTS, JOURNAL }
                    static void run(LockFactory factory, RankedLockFactory<Order> ordered,
                            PotentialDeadlockException exception) {
                """);
        for (String cell : cells) {
            source.append("java.util.Objects.requireNonNull(").append(cell).append(");\n");
        }
        source.append("""
                    }
                    Column() {
                        run(LockFactory.newInstance(Policy.LOG), LockFactory.withExplicitOrdering(Order.class, Policy.LOG),
                                new PotentialDeadlockException(new io.lockdep.Finding("circular", "high", "message",
                                        "0", java.util.List.of(), java.util.List.of(), null, "text")));
                    }
                }
                """);

        Class<?> column = compile("Column", source.toString());

        assertThatCode(() -> make(column)).doesNotThrowAnyException();
    }

    @Test
    void theClassAfterTheMoveThrowsWhereItsCommentSays() throws Exception {
        List<String> sources = matches(CLASS);
        assertThat(sources).hasSize(1);
        assertThat(sources.get(0)).contains("accounts.lock();                  // PotentialDeadlockException");
        Object bank = make(compile("Bank", sources.get(0)));

        stage.on("one", () -> call(bank, "audit"));
        stage.on("one", () -> throwsDeadlock(bank, "transfer"));
        Lockdep.reset();
        stage.on("one", () -> call(bank, "transfer"));
        stage.on("one", () -> throwsDeadlock(bank, "audit"));
        stage.on("two", () -> throwsDeadlock(bank, "audit"));
        stage.on("two", () -> call(bank, "transfer"));
    }

    private static void throwsDeadlock(Object bank, String method) {
        assertThatThrownBy(() -> call(bank, method))
                .isInstanceOf(PotentialDeadlockException.class)
                .hasMessageContaining("Bank.accounts <- Bank.journal");
    }

    private static List<String> matches(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private Class<?> compile(String name, String source) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
            assertThat(compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                            .call())
                    .as("%s%n%s", errors, source)
                    .isTrue();
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> compiled = loader.loadClass(name);
            // Loads what is inside it too, while the loader is open.
            for (Class<?> member : compiled.getDeclaredClasses()) {
                Class.forName(member.getName(), true, loader);
            }
            return compiled;
        }
    }

    private static Object make(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void call(Object on, String name) throws Exception {
        Method method = on.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        try {
            method.invoke(on);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        }
    }
}
