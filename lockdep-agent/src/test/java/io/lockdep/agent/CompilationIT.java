package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JIT compilers take instrumented methods: one that they refuse would run interpreted, 20 to 100 times slower. */
class CompilationIT {

    private static final String HOT = """
            import java.util.concurrent.locks.*;
            class Hot {
                static final Object a = new Object();
                static final Object b = new Object();
                static final ReentrantLock lock = new ReentrantLock();
                static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                static int n;
                static int nested(int i) { synchronized (a) { synchronized (b) { synchronized (a) { return i + n; } } } }
                static int looped(int i) {
                    for (int j = 0; j < 3; j++) {
                        synchronized (a) { if (j == i % 3) { continue; } if (i % 7 == 6) { break; } n += j; }
                    }
                    return n;
                }
                static int throwing(int i) {
                    try {
                        synchronized (a) { synchronized (b) { if (i % 5 == 0) { throw new IllegalStateException(); } n++; } }
                    } catch (IllegalStateException e) {
                        synchronized (b) { n--; }
                    } finally {
                        synchronized (a) { n ^= 1; }
                    }
                    return n;
                }
                static synchronized int ofClass(int i) { if (i % 3 == 0) { return 1; } return n + i; }
                synchronized long ofObject(long l) { synchronized (a) { if (l % 3 == 0) { return 1L; } } return n + l; }
                static int locked(int i) {
                    lock.lock();
                    try {
                        shared.readLock().lock();
                        try { synchronized (a) { return n + i; } } finally { shared.readLock().unlock(); }
                    } finally { lock.unlock(); }
                }
                static int tried(int i) {
                    if (lock.tryLock()) { try { n++; } finally { lock.unlock(); } }
                    shared.writeLock().lock();
                    try { return n; } finally { shared.writeLock().unlock(); }
                }
                public static void main(String[] args) {
                    Hot hot = new Hot();
                    long sum = 0;
                    for (int i = 0; i < 60_000; i++) {
                        sum += nested(i) + looped(i) + throwing(i) + ofClass(i) + hot.ofObject(i) + locked(i) + tried(i);
                    }
                    System.out.println("end " + (sum != 1));
                }
            }
            """;

    private static final String ALL = """
            import java.lang.invoke.*;
            class All {
                public static void main(String[] args) throws Throwable {
                    MethodType type = MethodType.methodType(int.class, int.class);
                    for (String name : new String[] {"HotEcj", "HotKotlin", "HotScala", "HotGroovy", "HotClojure"}) {
                        MethodHandle run = MethodHandles.lookup().findStatic(Class.forName(name), "run", type);
                        int sum = 0;
                        for (int i = 0; i < 20_000; i++) {
                            sum += (int) run.invokeExact(i);
                        }
                        System.out.println(name + " ended with " + sum);
                    }
                    old();
                }
                // Compiled by the javac of Java 1.4.
                static void old() throws Throwable {
                    Class<?> type = Class.forName("EDU.oswego.cs.dl.util.concurrent.BoundedLinkedQueue");
                    Object queue = type.getConstructor().newInstance();
                    MethodHandle put = MethodHandles.lookup()
                            .findVirtual(type, "put", MethodType.methodType(void.class, Object.class));
                    MethodHandle take = MethodHandles.lookup()
                            .findVirtual(type, "take", MethodType.methodType(Object.class));
                    for (int i = 0; i < 20_000; i++) {
                        put.invoke(queue, (Object) "one");
                        take.invoke(queue);
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation"})
    void noMethodIsRefused(String compilers) {
        Run run = ForkedJvm.of(folder, HOT)
                .flags(compilers, "-XX:+PrintCompilation", "-Xbatch")
                .run();
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .noneMatch(line -> line.contains("COMPILE SKIPPED") || line.contains("made not compilable"));
        for (String method : new String[] {"nested", "looped", "throwing", "ofClass", "ofObject", "locked", "tried"}) {
            assertThat(run.out()).containsPattern("Hot::" + method + " ");
        }
        assertThat(run.out()).contains("end true");
    }

    // Compiled beforehand; sources and the command lie beside the class files. Both JIT compilers take their turn.
    @Test
    void noMethodOfAnotherCompilerIsRefused() throws IOException, URISyntaxException {
        copyClasses(
                Path.of(getClass().getResource("/compilers/compile").toURI()).getParent());
        Run run = ForkedJvm.using(
                        folder,
                        ALL,
                        "clojure",
                        "concurrent-",
                        "spec.alpha",
                        "core.specs",
                        "groovy",
                        "kotlin-stdlib",
                        "scala-library")
                .flags("-XX:+TieredCompilation", "-XX:+PrintCompilation", "-Xbatch")
                .run();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .noneMatch(line -> line.contains("COMPILE SKIPPED") || line.contains("made not compilable"));
        for (String name : new String[] {"HotEcj", "HotKotlin", "HotScala", "HotGroovy", "HotClojure"}) {
            assertThat(run.out()).contains(name + " ended");
        }
        for (String method :
                new String[] {"HotEcj::nested", "HotKotlin::inlined", "HotScala::chosen", "BoundedLinkedQueue::take"}) {
            assertThat(run.out()).contains(method + " ");
        }
        assertThat(run.out()).contains("HotGroovy::dynamic ").contains("HotClojure$nested::invoke");
    }

    private void copyClasses(Path from) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.class")) {
            for (Path file : files) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
