package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
