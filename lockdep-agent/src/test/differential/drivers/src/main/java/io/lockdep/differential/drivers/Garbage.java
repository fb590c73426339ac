package io.lockdep.differential.drivers;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** What has been locked, awaited, run or started is collected when the program has dropped it. */
public final class Garbage {

    private static final int TRIES = 50;
    private static final Object OUTER = new Object();

    private Garbage() {}

    /** Prints whether each was collected. */
    public static void main(String[] args) throws Exception {
        // The second time everything that could be learnt is known.
        for (int round = 0; round < 2; round++) {
            dropped("monitor", Garbage::monitor);
            dropped("outermost monitor", Garbage::outermost);
            dropped("lock", Garbage::lock);
            dropped("read-write lock", Garbage::readWrite);
            dropped("stamped lock", Garbage::stamped);
            dropped("condition", Garbage::condition);
            dropped("semaphore", Garbage::semaphore);
            dropped("latch", Garbage::latch);
            dropped("barrier", () -> await(new CyclicBarrier(1)));
            dropped("phaser", Garbage::phaser);
            dropped("array queue", Garbage::arrayQueue);
            dropped("linked queue", Garbage::linkedQueue);
            dropped("synchronous queue", Garbage::synchronousQueue);
            dropped("what was in a queue", Garbage::element);
            dropped("map", Garbage::map);
            dropped("thread", () -> ended(new Thread(Garbage::work)));
            dropped("thread with a body of its own", () -> ended(new Working()));
            dropped("thread that was interrupted", Garbage::interrupted);
            dropped("what a thread ran", Garbage::ran);
            dropped("what a thread kept", Garbage::threadLocal);
            dropped("future", Garbage::future);
            dropped("task", Garbage::task);
            dropped("stage", () -> CompletableFuture.supplyAsync(Object::new).thenApply(Object::toString));
            dropped("result", () -> CompletableFuture.supplyAsync(Object::new).get());
            dropped("fork-join task", Garbage::forkJoin);
            dropped("executor", Garbage::executor);
            dropped("timer", Garbage::timer);
            dropped("timer's task", Garbage::timerTask);
            dropped("exception", Garbage::exception);
        }
    }

    /** Makes something in a thread of its own, whose stack would keep it. */
    private static void dropped(String what, Callable<Object> made) throws Exception {
        FutureTask<WeakReference<Object>> maker = new FutureTask<>(() -> new WeakReference<>(made.call()));
        Thread thread = new Thread(maker);
        thread.start();
        WeakReference<Object> dropped = maker.get();
        thread.join();
        boolean gone = false;
        for (int i = 0; i < TRIES && !gone; i++) {
            System.gc();
            // An executor's worker and a timer's thread need a moment to end.
            TimeUnit.MILLISECONDS.sleep(i);
            gone = dropped.refersTo(null);
        }
        System.out.println(what + (gone ? " is gone" : " is kept"));
    }

    private static void work() {
        ReentrantLock inner = new ReentrantLock();
        synchronized (OUTER) {
            inner.lock();
            inner.unlock();
        }
    }

    private static Object monitor() {
        Object monitor = new Object();
        synchronized (OUTER) {
            synchronized (monitor) {
                Reference.reachabilityFence(monitor);
            }
        }
        return monitor;
    }

    private static Object outermost() {
        Object monitor = new Object();
        synchronized (monitor) {
            work();
        }
        return monitor;
    }

    private static Object lock() {
        ReentrantLock lock = new ReentrantLock();
        synchronized (OUTER) {
            lock.lock();
            lock.unlock();
        }
        return lock;
    }

    private static Object readWrite() {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        synchronized (OUTER) {
            lock.writeLock().lock();
            lock.readLock().lock();
            lock.writeLock().unlock();
            lock.readLock().unlock();
        }
        return lock;
    }

    private static Object stamped() {
        StampedLock lock = new StampedLock();
        synchronized (OUTER) {
            lock.unlock(lock.tryConvertToWriteLock(lock.readLock()));
        }
        return lock;
    }

    private static Object condition() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        lock.lock();
        condition.signalAll();
        condition.await(1, TimeUnit.MILLISECONDS);
        lock.unlock();
        return condition;
    }

    private static Object semaphore() throws Exception {
        Semaphore semaphore = new Semaphore(2);
        synchronized (OUTER) {
            semaphore.acquire();
            semaphore.release();
        }
        return semaphore;
    }

    private static Object latch() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        synchronized (OUTER) {
            latch.countDown();
        }
        latch.await();
        return latch;
    }

    private static Object await(CyclicBarrier barrier) throws Exception {
        barrier.await();
        return barrier;
    }

    private static Object phaser() {
        Phaser phaser = new Phaser(1);
        phaser.arriveAndAwaitAdvance();
        return phaser;
    }

    private static Object arrayQueue() throws Exception {
        ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(1);
        synchronized (OUTER) {
            queue.put("one");
        }
        queue.take();
        return queue;
    }

    private static Object linkedQueue() throws Exception {
        LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        queue.put("one");
        queue.take();
        return queue;
    }

    private static Object synchronousQueue() throws Exception {
        SynchronousQueue<Object> queue = new SynchronousQueue<>();
        queue.offer("one", 1, TimeUnit.MILLISECONDS);
        return queue;
    }

    private static Object element() throws Exception {
        LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        queue.put(new Object());
        return queue.take();
    }

    private static Object map() {
        ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
        synchronized (OUTER) {
            map.computeIfAbsent("key", String::toUpperCase);
        }
        return map;
    }

    private static Object ended(Thread thread) throws Exception {
        thread.start();
        thread.join();
        return thread;
    }

    private static Object interrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                never.await();
            } catch (InterruptedException expected) {
                work();
            }
        });
        thread.start();
        thread.interrupt();
        thread.join();
        return thread;
    }

    private static Object ran() throws Exception {
        Runnable runs = new Runnable() {
            @Override
            public void run() {
                work();
            }
        };
        ended(new Thread(runs));
        return runs;
    }

    private static Object threadLocal() throws Exception {
        Object[] kept = {new Object()};
        ThreadLocal<Object> local = new ThreadLocal<>();
        ended(new Thread(() -> {
            local.set(kept[0]);
            work();
        }));
        return kept[0];
    }

    private static Object future() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        Future<?> future = executor.submit(Garbage::work);
        synchronized (OUTER) {
            executor.shutdown();
        }
        future.get();
        return future;
    }

    private static Object task() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        Callable<Object> task = new Callable<>() {
            @Override
            public Object call() {
                work();
                return "done";
            }
        };
        executor.submit(task).get();
        executor.shutdown();
        return task;
    }

    private static Object forkJoin() {
        ForkJoinTask<?> task = ForkJoinTask.adapt(Garbage::work);
        task.fork();
        task.join();
        return task;
    }

    private static Object executor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        executor.submit(Garbage::work).get();
        executor.shutdown();
        executor.awaitTermination(1, TimeUnit.MINUTES);
        return executor;
    }

    private static Object timer() {
        Timer timer = new Timer();
        timer.cancel();
        return timer;
    }

    private static Object timerTask() throws Exception {
        Timer timer = new Timer();
        CountDownLatch ran = new CountDownLatch(1);
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                work();
                ran.countDown();
            }
        };
        timer.schedule(task, 1);
        ran.await();
        timer.cancel();
        return task;
    }

    private static Object exception() {
        try {
            synchronized (OUTER) {
                throw new IllegalStateException("in a block");
            }
        } catch (IllegalStateException e) {
            return e;
        }
    }

    /** A thread that has a body of its own. */
    private static final class Working extends Thread {
        @Override
        public void run() {
            work();
        }
    }
}
