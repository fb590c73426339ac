package io.lockdep.benchmarks.child;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** Makes locks and threads and prints what is in use after a collection, as it starts and per lock and thread. */
public final class HeapInUse {

    private static final int LOCKS = 200_000;
    private static final int THREADS = 1000;

    private final Object[] locks = new Object[LOCKS];
    private final List<Thread> threads = new ArrayList<>();
    private int work;

    private HeapInUse() {}

    /**
     * Measures one thing: two in one JVM would fill each other's gaps.
     *
     * @param arguments {@code fixed}, {@code locks}, {@code monitors} or {@code threads}
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        HeapInUse heap = new HeapInUse();
        CountDownLatch end = new CountDownLatch(1);
        long before = inUse();
        switch (arguments[0]) {
            case "locks" -> {
                heap.makeLocks();
                System.out.println("locks " + (double) (inUse() - before) / LOCKS);
            }
            case "monitors" -> {
                heap.makeMonitors();
                System.out.println("monitors " + (double) (inUse() - before) / LOCKS);
            }
            case "threads" -> {
                heap.startThreads(end);
                System.out.println("threads " + (double) (inUse() - before) / THREADS);
            }
            default -> {
                System.out.println("fixed " + before);
                System.out.println(
                        "fixed-other " + memory.getNonHeapMemoryUsage().getUsed());
            }
        }
        end.countDown();
        for (Thread each : heap.threads) {
            each.join();
        }
        System.out.println("work " + heap.work);
    }

    private void makeLocks() {
        ReentrantLock outer = new ReentrantLock();
        outer.lock();
        try {
            for (int i = 0; i < LOCKS; i++) {
                ReentrantLock lock = new ReentrantLock();
                locks[i] = lock;
                lock.lock();
                try {
                    work++;
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            outer.unlock();
        }
    }

    private void makeMonitors() {
        Object outer = new Object();
        synchronized (outer) {
            for (int i = 0; i < LOCKS; i++) {
                Object lock = new Object();
                locks[i] = lock;
                synchronized (lock) {
                    work++;
                }
            }
        }
    }

    private void startThreads(CountDownLatch end) throws InterruptedException {
        Object outer = new Object();
        Object inner = new Object();
        CountDownLatch started = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                synchronized (outer) {
                    synchronized (inner) {
                        work++;
                    }
                }
                started.countDown();
                await(end);
            });
            threads.add(thread);
            thread.start();
        }
        started.await();
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long inUse() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
