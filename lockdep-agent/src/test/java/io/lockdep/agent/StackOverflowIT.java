package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack that overflows between a hook and its monitor must not leave a lock behind that is not held. */
class StackOverflowIT {

    private static final String PROGRAM = """
            class Deep {
                static final Object a = new Object(), b = new Object(), c = new Object();
                static int caught;
                static int down(int i) { synchronized (a) { return 1 + inner(i); } }
                static int inner(int i) { synchronized (b) { return down(i + 1); } }
                static synchronized int both(int i) { synchronized (c) { return 1 + both(i + 1); } }
                public static void main(String[] x) {
                    for (int k = 0; k < 30; k++) {
                        try { down(0); } catch (StackOverflowError e) { caught++; }
                        try { both(0); } catch (StackOverflowError e) { caught++; }
                    }
                    // Each of these would close a ring with a lock that was left behind.
                    synchronized (c) { synchronized (a) { caught++; } }
                    synchronized (b) { caught++; }
                    synchronized (Deep.class) { caught++; }
                    System.out.println("caught " + caught);
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void leavesNothingBehind() throws Exception {
        Run run = ForkedJvm.of(folder, PROGRAM).flags("-Xss512k").run();

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("caught 63\n");
        assertThat(run.err()).doesNotContain("possible").doesNotContain("errors inside lockdep");
    }
}
