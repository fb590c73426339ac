package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads are threads like others. */
@EnabledIf("jdkHasVirtualThreads")
class VirtualThreadIT {

    @TempDir
    Path folder;

    static boolean jdkHasVirtualThreads() throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(ForkedJvm.JDK.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return Runtime.Version.parse(version).feature() >= 21;
    }

    @Test
    void theirOrdersAreFound() {
        Run run = ForkedJvm.of(folder, 21, """
                        import java.util.concurrent.*;
                        import java.util.concurrent.locks.*;
                        class Virtual {
                            static final Object a = new Object();
                            static final ReentrantLock b = new ReentrantLock();
                            public static void main(String[] args) throws Exception {
                                CountDownLatch done = new CountDownLatch(1);
                                CountDownLatch over = new CountDownLatch(1);
                                Thread one = Thread.ofVirtual().name("one").start(() -> {
                                    synchronized (a) { b.lock(); b.unlock(); }
                                    done.countDown();
                                    try { over.await(); } catch (InterruptedException e) { }
                                });
                                done.await();
                                Thread.ofVirtual().name("two").start(() -> {
                                    b.lock();
                                    Thread.yield();
                                    synchronized (a) { System.out.println("two"); }
                                    b.unlock();
                                }).join();
                                over.countDown();
                                one.join();
                            }
                        }
                        """).run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("two\n");
        assertThat(run.err())
                .contains("(Virtual.a)", "(Virtual.b)", " one/", " two/")
                .endsWith("lockdep: 1 finding: 1 high\n");
    }

    @Test
    void tenThousandOfThemAreFine() {
        Run run = ForkedJvm.of(folder, 21, """
                        import java.util.concurrent.*;
                        import java.util.concurrent.locks.*;
                        class Many {
                            static final ReentrantLock a = new ReentrantLock();
                            static final Object b = new Object();
                            static int n;
                            public static void main(String[] args) throws Exception {
                                CountDownLatch start = new CountDownLatch(1);
                                try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                                    for (int i = 0; i < 10_000; i++) {
                                        each.submit(() -> {
                                            start.await();
                                            a.lock();
                                            try { synchronized (b) { n++; } } finally { a.unlock(); }
                                            return io.lockdep.engine.LockEvents.depth();
                                        });
                                    }
                                    start.countDown();
                                }
                                System.out.println(n);
                            }
                        }
                        """).run();
        assertThat(run).isEqualTo(new Run(0, "10000\n", ""));
    }
}
