package io.lockdep.engine;

import static io.lockdep.engine.Watched.lock;
import static io.lockdep.engine.Watched.unlock;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking at threads that are busy with their held stacks harms neither them nor the watchdog, and invents nothing. */
@Timeout(60)
class WatchWhileRunningTest {

    private static final int THREADS = 4;
    private static final int LOOKS = 200;

    @Test
    void threadsThatNestInOneOrderAtFullSpeed() throws Exception {
        long errors = Engine.internalErrors();
        try (Watched watched = new Watched()) {
            ReentrantLock[] locks = new ReentrantLock[6];
            for (int i = 0; i < locks.length; i++) {
                locks[i] = watched.named(new ReentrantLock(), "lock" + i);
            }
            Object monitor = watched.named(new Object(), "monitor");
            AtomicInteger clean = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            Thread[] threads = new Thread[THREADS];
            for (int t = 0; t < THREADS; t++) {
                int mine = t;
                threads[t] = watched.start("nester " + t, () -> {
                    for (int i = 0; !done.get(); i++) {
                        nest(locks, monitor, (i + mine) % locks.length);
                    }
                    clean.addAndGet(LockEvents.depth() == 0 ? 1 : 0);
                });
            }
            for (int looks = 0; looks < LOOKS; looks++) {
                watched.look(1, Watched.STALL_SECONDS);
            }
            done.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(clean).hasValue(THREADS);
            assertThat(watched.reports())
                    .extracting(Report::kind)
                    .doesNotContain(ReportKind.ACTUAL_DEADLOCK, ReportKind.HELD_AT_EXIT);
        }
        assertThat(Engine.internalErrors()).isEqualTo(errors);
    }

    private static void nest(ReentrantLock[] locks, Object monitor, int from) throws InterruptedException {
        for (int i = from; i < locks.length; i++) {
            lock(locks[i]);
        }
        HeldLocks state = LockEvents.monitorEnter(monitor, null, 0);
        synchronized (monitor) {
            Thread.onSpinWait();
        }
        LockEvents.monitorExit(state, monitor);
        for (int i = locks.length - 1; i >= from; i--) {
            unlock(locks[i]);
        }
    }
}
