package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain object that serves as a lock is called after the field that has it, or the place that made it. */
class NamesOfPlainObjectsIT {

    private static final String PROGRAM = """
            import java.util.*;
            public class Names {
                static final Object hub = new Object();
                static final String text = new String("x");
                static final HashMap<String, String> map = new HashMap<>();
                static final int[] array = new int[1];
                static final Object chosen = hub == null ? hub : new Object();
                static final Object[] striped = {new Object(), new Object()};
                static final Map<String, Object> locks = new HashMap<>();
                static final Map<String, String> shared = make(), other = make();
                static Map<String, String> make() { return Collections.synchronizedMap(new HashMap<>()); }
                static {
                    locks.put("a", new Object());
                }
                public static void main(String[] args) throws Exception {
                    Object inMap = locks.get("a");
                    Two.run(() -> { synchronized (hub) { synchronized (text) { } } },
                            () -> { synchronized (text) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (map) { } } },
                            () -> { synchronized (map) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (array) { } } },
                            () -> { synchronized (array) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (chosen) { } } },
                            () -> { synchronized (chosen) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (striped[1]) { } } },
                            () -> { synchronized (striped[1]) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (inMap) { } } },
                            () -> { synchronized (inMap) { synchronized (hub) { } } });
                    Two.run(() -> { synchronized (hub) { synchronized (shared) { } } },
                            () -> { synchronized (shared) { synchronized (other) { synchronized (hub) { } } } });
                    java.util.concurrent.locks.ReentrantLock local = new java.util.concurrent.locks.ReentrantLock();
                    Two.run(() -> { synchronized (hub) { local.lock(); local.unlock(); } },
                            new Two.Step() { public void run() { local.lock(); synchronized (hub) { } local.unlock(); } });
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void everyLockHasTheNameOfItsOwn() {
        Run run = ForkedJvm.of(folder, PROGRAM).run();

        assertThat(run.err())
                .contains(
                        "(Names.hub)",
                        "(Names.text)",
                        "(Names.map)",
                        "(Names.array)",
                        "(Names.chosen)",
                        "(Names.striped)",
                        "(Names.shared (Names.make:",
                        "(ReentrantLock@Names.main:",
                        "(Object@Names.<clinit>:")
                .endsWith("\nlockdep: 8 findings: 8 high\n");
    }
}
