package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.Lockdep;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that watches comes when it is asked for, goes when it is not, and is no thread of the program. */
@Timeout(60)
class WatchdogThreadTest {

    @AfterEach
    void stop() {
        Lockdep.watch(Duration.ZERO);
        await().until(() -> find() == null);
        Engine.forget();
    }

    private static Thread find() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("lockdep-watchdog")) {
                return thread;
            }
        }
        return null;
    }

    @Test
    void isNotThereUnlessAskedFor() {
        ThreadTable.current();
        assertThat(find()).isNull();
    }

    @Test
    void keepsNothingAliveAndIsInNoGroupOfTheProgram() {
        Lockdep.watch(Duration.ofSeconds(30));
        Thread watchdog = find();
        assertThat(watchdog).isNotNull();
        assertThat(watchdog.isDaemon()).isTrue();
        assertThat(watchdog.getContextClassLoader()).isNull();
        assertThat(watchdog.getThreadGroup().getParent()).isNull();
        Thread[] ofTheProgram = new Thread[1000];
        Thread.enumerate(ofTheProgram);
        assertThat(ofTheProgram).doesNotContain(watchdog);
    }

    @Test
    void aSecondCallChangesTheTimeOnly() {
        Lockdep.watch(Duration.ofMillis(200));
        Thread watchdog = find();
        Lockdep.watch(Duration.ofMillis(100));
        assertThat(find()).isSameAs(watchdog);
    }

    @Test
    void survivesAnInterruptAndReportsByItself() {
        ReentrantLock lock = Lockdep.name(new ReentrantLock(), "watchdogThread.lock");
        lock.lock();
        Thread waiter = new Thread(
                () -> {
                    LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
                    lock.lock();
                    lock.unlock();
                    LockEvents.release(lock, Acquisition.EXCLUSIVE);
                },
                "waiter");
        waiter.start();
        Lockdep.watch(Duration.ofMillis(200));
        find().interrupt();
        try {
            await().until(() -> Lockdep.findings().stream()
                    .anyMatch(finding ->
                            finding.kind().equals("stall") && finding.message().endsWith(": watchdogThread.lock")));
        } finally {
            lock.unlock();
        }
    }
}
