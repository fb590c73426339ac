package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that has ended is collected when the program has dropped it, and with it all that it refers to. */
class EndedThreadsIT {

    private static final String PROGRAM = """
            import java.lang.ref.WeakReference;
            import java.util.*;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.locks.ReentrantLock;
            class Ended {
                static final Object outer = new Object();
                static final ReentrantLock inner = new ReentrantLock();
                static final List<WeakReference<Thread>> dropped = new ArrayList<>();
                static void work() {
                    synchronized (outer) { inner.lock(); inner.unlock(); }
                }
                static class Own extends Thread {
                    public void run() { work(); }
                }
                static void run(Thread thread, boolean join) throws Exception {
                    dropped.add(new WeakReference<>(thread));
                    thread.start();
                    if (join) thread.join();
                    else while (thread.isAlive()) Thread.onSpinWait();
                }
                static void all() throws Exception {
                    run(new Thread(() -> { }), true);
                    run(new Thread(Ended::work), true);
                    run(new Thread(Ended::work), false);
                    run(new Own(), true);
                    CountDownLatch open = new CountDownLatch(1);
                    Thread waits = new Thread(() -> { try { open.await(); } catch (InterruptedException e) { } });
                    open.countDown();
                    run(waits, true);
                }
                public static void main(String[] args) throws Exception {
                    // On another thread, whose stack would keep the last one.
                    Thread all = new Thread(() -> { try { all(); } catch (Exception e) { e.printStackTrace(); } });
                    run(all, true);
                    all = null;
                    for (int i = 0; i < 100 && dropped.stream().anyMatch(each -> !each.refersTo(null)); i++) {
                        System.gc();
                        Thread.sleep(10);
                    }
                    System.out.println(dropped.stream().filter(each -> each.refersTo(null)).count());
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aThreadThatHasEndedIsNotKept() {
        Run run = ForkedJvm.of(folder, PROGRAM).run();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("6\n");
    }
}
