package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known chains of locks cost the program no byte, nor do known waits. What a task costs is bounded. */
class AllocationIT {

    /** Rows of what is handed over and run elsewhere or later: it gets an identity of its own. */
    private static final Set<String> TASKS = Set.of("run", "execute", "submit");

    private static final long MOST_PER_TASK = 640;

    @TempDir
    Path folder;

    @Test
    void aMillionNestedLocksAllocateNothing() {
        Run run = ForkedJvm.of(folder, """
                        import java.lang.management.ManagementFactory;
                        import java.util.concurrent.locks.*;
                        class Allocation {
                            static final Object a = new Object();
                            static final Object b = new Object();
                            static final ReentrantLock lock = new ReentrantLock();
                            static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                            static long sum;
                            static synchronized void add() { sum++; }
                            static void work(int times) {
                                for (int i = 0; i < times; i++) {
                                    synchronized (a) {
                                        synchronized (b) {
                                            lock.lock();
                                            shared.readLock().lock();
                                            add();
                                            shared.readLock().unlock();
                                            lock.unlock();
                                        }
                                    }
                                }
                            }
                            public static void main(String[] args) {
                                com.sun.management.ThreadMXBean threads =
                                        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                                long id = Thread.currentThread().getId();
                                for (int i = 0; i < 5; i++) {
                                    work(20_000);
                                    threads.getThreadAllocatedBytes(id);
                                }
                                long start = threads.getThreadAllocatedBytes(id);
                                long ofMeasurement = threads.getThreadAllocatedBytes(id) - start;
                                long before = threads.getThreadAllocatedBytes(id);
                                work(1_000_000);
                                System.out.println(threads.getThreadAllocatedBytes(id) - before - ofMeasurement);
                            }
                        }
                        """).run();
        assertThat(run).isEqualTo(new Run(0, "0\n", ""));
    }

    @Test
    void otherLocksAndWaitsAllocateWhatTheyDoWithoutTheAgent() {
        ForkedJvm program = ForkedJvm.of(folder, """
                        import java.lang.management.ManagementFactory;
                        import java.util.concurrent.*;
                        import java.util.concurrent.atomic.AtomicInteger;
                        import java.util.concurrent.locks.*;
                        class Rows {
                            static final int TIMES = 4_000;
                            interface Step { void run() throws Exception; }
                            static final class Own implements Lock {
                                private final AtomicInteger taken = new AtomicInteger();
                                @Override public void lock() { while (!taken.compareAndSet(0, 1)) { Thread.onSpinWait(); } }
                                @Override public void lockInterruptibly() { lock(); }
                                @Override public boolean tryLock() { return taken.compareAndSet(0, 1); }
                                @Override public boolean tryLock(long time, TimeUnit unit) { return tryLock(); }
                                @Override public void unlock() { taken.set(0); }
                                @Override public Condition newCondition() { throw new UnsupportedOperationException(); }
                            }
                            static final Object a = new Object();
                            static final ReentrantLock lock = new ReentrantLock();
                            static final Condition condition = lock.newCondition();
                            static final StampedLock stamped = new StampedLock();
                            static final Semaphore permit = new Semaphore(1), permits = new Semaphore(5), signal = new Semaphore(0);
                            static final Lock own = new Own();
                            static final CountDownLatch open = new CountDownLatch(0);
                            static final BlockingQueue<Object> array = new ArrayBlockingQueue<>(2);
                            static final BlockingQueue<Object> linked = new LinkedBlockingQueue<>();
                            static final Object item = new Object();
                            static final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                            static final ExecutorService here = new AbstractExecutorService() {
                                @Override public void execute(Runnable task) { task.run(); }
                                @Override public void shutdown() { }
                                @Override public java.util.List<Runnable> shutdownNow() { return java.util.List.of(); }
                                @Override public boolean isShutdown() { return false; }
                                @Override public boolean isTerminated() { return false; }
                                @Override public boolean awaitTermination(long time, TimeUnit unit) { return true; }
                            };
                            static final ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, new ArrayBlockingQueue<>(10));
                            static final Runnable nothing = () -> { };
                            static final Runnable nested = () -> { synchronized (a) { lock.lock(); lock.unlock(); } };
                            static final CompletableFuture<Object> done = CompletableFuture.completedFuture(item);
                            static long of(Step step) throws Exception {
                                long id = Thread.currentThread().getId();
                                long least = Long.MAX_VALUE;
                                for (int round = 0; round < 10; round++) {
                                    long start = threads.getThreadAllocatedBytes(id);
                                    long ofMeasurement = threads.getThreadAllocatedBytes(id) - start;
                                    long before = threads.getThreadAllocatedBytes(id);
                                    for (int i = 0; i < TIMES; i++) { step.run(); }
                                    least = Math.min(least, threads.getThreadAllocatedBytes(id) - before - ofMeasurement);
                                }
                                return least / TIMES;
                            }
                            static void row(String name, Step step) throws Exception { System.out.println(name + " " + of(step)); }
                            public static void main(String[] args) throws Exception {
                                row("write", () -> { synchronized (a) { stamped.unlockWrite(stamped.writeLock()); } });
                                row("read", () -> { synchronized (a) { stamped.unlockRead(stamped.readLock()); } });
                                row("optimistic", () -> { synchronized (a) { stamped.validate(stamped.tryOptimisticRead()); } });
                                row("convert", () -> { synchronized (a) { long stamp = stamped.tryConvertToWriteLock(stamped.readLock()); synchronized (item) { stamped.unlock(stamp); } } });
                                row("signal", () -> { lock.lock(); condition.signal(); lock.unlock(); });
                                row("await", () -> { lock.lock(); synchronized (a) { condition.awaitNanos(1); } lock.unlock(); });
                                row("own", () -> { synchronized (a) { own.lock(); synchronized (item) { item.hashCode(); } own.unlock(); } });
                                row("own tried", () -> { synchronized (a) { if (own.tryLock()) { own.unlock(); } } });
                                row("permit", () -> { synchronized (a) { permit.acquire(); synchronized (item) { permit.release(); } } });
                                row("permits", () -> { synchronized (a) { permits.acquire(2); permits.release(2); } });
                                row("given", () -> { signal.release(); signal.acquire(); });
                                row("latch", () -> { synchronized (a) { open.countDown(); open.await(); } });
                                row("array", () -> { synchronized (a) { array.put(item); array.take(); } });
                                row("linked", () -> { synchronized (a) { linked.put(item); linked.take(); } });
                                row("polled", () -> { array.offer(item); array.poll(); });
                                row("get", () -> { synchronized (a) { done.get(); } });
                                row("run", () -> { here.submit(nested).get(); });
                                row("execute", () -> { pool.execute(nothing); while (pool.getQueue().size() > 5) { Thread.onSpinWait(); } });
                                row("submit", () -> { pool.submit(nothing).get(); });
                                pool.shutdown();
                            }
                        }
                        """);
        Map<String, Long> with = bytes(program.run());
        Map<String, Long> without = bytes(program.withoutAgent().run());

        assertThat(with.keySet()).isEqualTo(without.keySet()).containsAll(TASKS);
        with.forEach((row, bytes) ->
                assertThat(bytes).as(row).isBetween(0L, without.get(row) + (TASKS.contains(row) ? MOST_PER_TASK : 0)));
    }

    private static Map<String, Long> bytes(Run run) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        run.out().lines().forEach(line -> {
            int at = line.lastIndexOf(' ');
            bytes.put(line.substring(0, at), Long.valueOf(line.substring(at + 1)));
        });
        return bytes;
    }
}
