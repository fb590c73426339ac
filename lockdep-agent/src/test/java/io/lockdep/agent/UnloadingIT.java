package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that loads classes, takes locks in them and drops them again does not make lockdep grow. */
class UnloadingIT {

    private static final int PLUGINS = 50;

    // A lock of every origin: its type, a field, a class object, one that the JDK made.
    private static final String PLUGIN = """
            final class Plugin%d implements Runnable {
                private final Object monitor = new Object();
                private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
                private final java.util.Queue<Object> queue = new java.util.concurrent.ArrayBlockingQueue<>(1);
                Plugin%<d() {}
                public void run() {
                    synchronized (Plugin%<d.class) {
                        synchronized (this) {
                            synchronized (monitor) {
                                lock.lock();
                                try { queue.offer(this); } finally { lock.unlock(); }
                            }
                        }
                    }
                }
            }
            """;

    private static final String PROGRAM = """
            import java.lang.ref.*;
            import java.lang.reflect.Constructor;
            import java.net.*;
            import java.nio.file.Path;
            import java.util.*;
            class Throwing {
                static final List<Object> kept = new ArrayList<>();
                static final Set<Object> waiting = new HashSet<>();
                static final ReferenceQueue<Object> gone = new ReferenceQueue<>();
                public static void main(String[] args) throws Exception {
                    for (int i = 0; i < Integer.getInteger("count"); i++) {
                        load(i);
                    }
                    awaitAll();
                    // What was collected with the last loader is known to everybody when a later one is.
                    waiting.add(new WeakReference<>(new Object(), gone));
                    awaitAll();
                    System.out.println("end");
                }
                static void load(int number) throws Exception {
                    URL[] path = {Path.of("plugins").toUri().toURL()};
                    try (URLClassLoader loader = new URLClassLoader(path)) {
                        Constructor<?> plugin = loader.loadClass("Plugin" + number).getDeclaredConstructor();
                        plugin.setAccessible(true);
                        Runnable made = (Runnable) plugin.newInstance();
                        made.run();
                        if (Boolean.getBoolean("keep")) {
                            kept.add(made);
                        } else {
                            waiting.add(new WeakReference<>(loader, gone));
                        }
                    }
                }
                static void awaitAll() throws Exception {
                    while (!waiting.isEmpty()) {
                        System.gc();
                        for (Object each = gone.remove(10); each != null; each = gone.poll()) {
                            waiting.remove(each);
                        }
                    }
                }
            }
            """;

    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) lock classes, (\\d+) dependencies, \\d+ chains, (\\d+) places, (\\d+) locks");

    @TempDir
    Path folder;

    @BeforeEach
    void compilePlugins() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < PLUGINS; i++) {
            texts.add(PLUGIN.formatted(i));
        }
        JavaSource.compile(plugins, 17, "", texts);
    }

    @Test
    void fiftyLoadersThatAreDroppedLeaveNothing() {
        Counts none = run(1, false);
        Counts kept = run(PLUGINS, true);
        assertThat(kept.classes - none.classes)
                .as("classes while they are loaded")
                .isGreaterThanOrEqualTo(5 * (PLUGINS - 1));
        assertThat(kept.dependencies - none.dependencies).isGreaterThanOrEqualTo(4 * (PLUGINS - 1));
        assertThat(kept.places - none.places).isGreaterThanOrEqualTo(5 * (PLUGINS - 1));
        assertThat(kept.locks - none.locks).isGreaterThanOrEqualTo(3 * (PLUGINS - 1));

        // The JDK's own locks, which some runs meet more of than others, are few.
        Counts dropped = run(PLUGINS, false);
        assertThat(dropped.classes - none.classes).as("classes").isLessThan(PLUGINS / 2);
        assertThat(dropped.dependencies - none.dependencies).as("dependencies").isLessThan(PLUGINS / 2);
        assertThat(dropped.places - none.places).as("places").isLessThan(PLUGINS / 2);
        assertThat(dropped.locks - none.locks).as("locks").isLessThan(PLUGINS / 2);
    }

    private Counts run(int count, boolean keep) {
        Run run = ForkedJvm.of(folder, PROGRAM)
                .options("verbose=true")
                .flags("-Dcount=" + count, "-Dkeep=" + keep)
                .run();
        assertThat(run.out()).isEqualTo("end\n");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("lockdep: 0 findings; ").doesNotContain("error", "not instrumented");
        Matcher counts = COUNTS.matcher(run.err());
        assertThat(counts.find()).as(run.err()).isTrue();
        return new Counts(number(counts, 1), number(counts, 2), number(counts, 3), number(counts, 4));
    }

    private static int number(Matcher counts, int group) {
        return Integer.parseInt(counts.group(group));
    }

    private record Counts(int classes, int dependencies, int places, int locks) {}
}
