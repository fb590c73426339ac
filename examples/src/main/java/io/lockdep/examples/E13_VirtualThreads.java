package io.lockdep.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * 13: two orders on virtual threads. JDK 21 or later.
 *
 * <p>The same mistake as 01, made by two requests that have a virtual thread each. A dump by {@code jstack} does not
 * show virtual threads, and the JVM's own search for deadlocks does not look at them, so such a hang is harder to see
 * than any other. To lockdep a virtual thread is a thread: it learns the order from the first request that takes it,
 * whatever carries it.
 *
 * <p>How to run, in the folder of the project:
 *
 * <pre>{@code examples/run 13}</pre>
 *
 * <p>The report is in {@code E13_VirtualThreads.report.txt} beside this file's resources; a test compares it. The fix is
 * {@link E13_VirtualThreadsFixed}: one order, everywhere.
 */
public final class E13_VirtualThreads {

    private final ReentrantLock users = new ReentrantLock();
    private final ReentrantLock sessions = new ReentrantLock();

    private E13_VirtualThreads() {}

    void logIn() {
        users.lock();
        try {
            sessions.lock();
            System.out.println("logged in");
            sessions.unlock();
        } finally {
            users.unlock();
        }
    }

    void expire() {
        sessions.lock();
        try {
            users.lock();
            System.out.println("expired");
            users.unlock();
        } finally {
            sessions.unlock();
        }
    }

    /**
     * Logs in, then expires, on two virtual threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E13_VirtualThreads server = new E13_VirtualThreads();
        Executor threads = VirtualThreads.executor();
        CountDownLatch loggedIn = new CountDownLatch(1);
        CountDownLatch expired = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(2);
        threads.execute(() -> {
            server.logIn();
            loggedIn.countDown();
            InTurn.await(expired);
            over.countDown();
        });
        threads.execute(() -> {
            InTurn.await(loggedIn);
            server.expire();
            expired.countDown();
            over.countDown();
        });
        over.await();
    }
}
