package io.lockdep.differential.drivers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Threads are interrupted in every kind of wait, before it begins and while it lasts, and waits run out of time: what is
 * thrown or returned, what becomes of the flag, and what is held afterwards.
 */
public final class Interrupts {

    /** A wait that can be interrupted. */
    private interface Wait {
        Object end() throws Exception;
    }

    private record Named(String name, Wait code) {}

    private static final List<Named> WAITS = new ArrayList<>();

    private Interrupts() {}

    /** Prints how each wait ended. */
    public static void main(String[] args) throws Exception {
        waits();
        for (Named named : WAITS) {
            System.out.println(named.name() + ", interrupted before: " + interrupted(named.code(), true));
            System.out.println(named.name() + ", interrupted while: " + interrupted(named.code(), false));
        }
        timeouts();
    }

    private static void waits() throws Exception {
        Object monitor = new Object();
        add("Object.wait", () -> {
            synchronized (monitor) {
                try {
                    monitor.wait();
                    return "notified";
                } finally {
                    System.out.println("  holds " + Thread.holdsLock(monitor));
                }
            }
        });
        add("Thread.sleep", () -> {
            Thread.sleep(600_000);
            return "slept";
        });
        Thread forEver = new Thread(LockSupport::park, "for ever");
        forEver.setDaemon(true);
        forEver.start();
        add("Thread.join", () -> {
            // park may return for no reason.
            while (forEver.isAlive()) {
                forEver.join();
            }
            return "joined";
        });

        ReentrantLock taken = new ReentrantLock();
        ReentrantReadWriteLock written = new ReentrantReadWriteLock();
        StampedLock stamped = new StampedLock();
        // Taken by main, so that all others have to wait.
        taken.lock();
        written.writeLock().lock();
        stamped.writeLock();
        add("ReentrantLock", () -> {
            taken.lockInterruptibly();
            return "locked";
        });
        add("ReentrantLock.tryLock", () -> taken.tryLock(10, TimeUnit.MINUTES));
        add("ReadLock", () -> {
            written.readLock().lockInterruptibly();
            return "locked";
        });
        add("WriteLock", () -> {
            written.writeLock().lockInterruptibly();
            return "locked";
        });
        add("StampedLock.write", stamped::writeLockInterruptibly);
        add("StampedLock.read", stamped::readLockInterruptibly);
        ReentrantLock free = new ReentrantLock();
        Condition condition = free.newCondition();
        add("Condition", () -> {
            free.lock();
            try {
                condition.await();
                return "signalled";
            } finally {
                System.out.println("  holds " + free.getHoldCount());
                free.unlock();
            }
        });
        Semaphore none = new Semaphore(0);
        add("Semaphore", () -> {
            none.acquire();
            return "acquired";
        });
        CountDownLatch shut = new CountDownLatch(1);
        add("CountDownLatch", () -> {
            shut.await();
            return "open";
        });
        add("CyclicBarrier", () -> new CyclicBarrier(2).await());
        add("Phaser", () -> {
            Phaser phaser = new Phaser(2);
            return phaser.awaitAdvanceInterruptibly(phaser.arrive());
        });
        add("Exchanger", () -> new Exchanger<String>().exchange("mine"));
        BlockingQueue<String> full = new ArrayBlockingQueue<>(1);
        full.put("first");
        add("ArrayBlockingQueue.put", () -> {
            full.put("second");
            return full;
        });
        add("LinkedBlockingQueue.take", () -> new LinkedBlockingQueue<String>().take());
        add("SynchronousQueue.put", () -> {
            new SynchronousQueue<String>().put("one");
            return "put";
        });
        add("FutureTask.get", () -> new FutureTask<>(() -> "done").get());
        add("CompletableFuture.get", () -> new CompletableFuture<String>().get());
    }

    private static void add(String name, Wait wait) {
        WAITS.add(new Named(name, wait));
    }

    private static String interrupted(Wait wait, boolean before) throws Exception {
        List<String> ends = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            if (before) {
                Thread.currentThread().interrupt();
            }
            begun.countDown();
            String end;
            try {
                end = "returned " + wait.end();
            } catch (Exception e) {
                end = e.toString();
            }
            ends.add(end + ", flag " + Thread.currentThread().isInterrupted());
        });
        waiter.start();
        begun.await();
        if (!before) {
            while (waiter.getState() == Thread.State.RUNNABLE || waiter.getState() == Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            waiter.interrupt();
        }
        waiter.join();
        return ends.toString();
    }

    private static void timeouts() throws Exception {
        Object monitor = new Object();
        synchronized (monitor) {
            monitor.wait(1);
            System.out.println("Object.wait over, holds " + Thread.holdsLock(monitor));
        }
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        lock.lock();
        lock.lock();
        System.out.println(condition.await(1, TimeUnit.MILLISECONDS) + " " + lock.getHoldCount());
        lock.unlock();
        lock.unlock();
        Parallel.run(1, thread -> {
                    System.out.println(lock.tryLock(1, TimeUnit.MILLISECONDS) + " " + lock.isHeldByCurrentThread());
                    lock.unlock();
                    System.out.println(new Semaphore(0).tryAcquire(1, TimeUnit.MILLISECONDS));
                    System.out.println(new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS));
                    System.out.println(new ArrayBlockingQueue<String>(1).poll(1, TimeUnit.MILLISECONDS));
                    System.out.println(new SynchronousQueue<String>().offer("one", 1, TimeUnit.MILLISECONDS));
                    return failing(() -> new CyclicBarrier(2).await(1, TimeUnit.MILLISECONDS))
                            + failing(() -> new Exchanger<String>().exchange("mine", 1, TimeUnit.MILLISECONDS))
                            + failing(() -> new CompletableFuture<String>().get(1, TimeUnit.MILLISECONDS))
                            + failing(() -> new FutureTask<>(() -> "done").get(1, TimeUnit.MILLISECONDS));
                })
                .forEach(System.out::println);
    }

    private static String failing(Wait wait) {
        try {
            return wait.end() + "; ";
        } catch (Exception e) {
            return e + "; ";
        }
    }
}
