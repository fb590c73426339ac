package io.lockdep.examples;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/** 13, fixed: users first, then sessions. lockdep is silent. */
public final class E13_VirtualThreadsFixed {

    private final ReentrantLock users = new ReentrantLock();
    private final ReentrantLock sessions = new ReentrantLock();

    private E13_VirtualThreadsFixed() {}

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
        users.lock();
        try {
            sessions.lock();
            System.out.println("expired");
            sessions.unlock();
        } finally {
            users.unlock();
        }
    }

    /**
     * Logs in, then expires, on two virtual threads.
     *
     * @param arguments not used
     * @throws InterruptedException if this thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        E13_VirtualThreadsFixed server = new E13_VirtualThreadsFixed();
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
