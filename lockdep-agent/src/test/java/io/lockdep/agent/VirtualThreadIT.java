package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads are threads like others. */
@EnabledIf("jdkHasVirtualThreads")
class VirtualThreadIT {

    @TempDir
    Path folder;

    static boolean jdkHasVirtualThreads() throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(ForkedJvm.JDK.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return Runtime.Version.parse(version).feature() >= 21;
    }

    @Test
    void theirOrdersAreFound() {
        Run run = ForkedJvm.of(folder, 21, """
                        import java.util.concurrent.*;
                        import java.util.concurrent.locks.*;
                        class Virtual {
                            static final Object a = new Object();
                            static final ReentrantLock b = new ReentrantLock();
                            public static void main(String[] args) throws Exception {
                                CountDownLatch done = new CountDownLatch(1);
                                CountDownLatch over = new CountDownLatch(1);
                                Thread one = Thread.ofVirtual().name("one").start(() -> {
                                    synchronized (a) { b.lock(); b.unlock(); }
                                    done.countDown();
                                    try { over.await(); } catch (InterruptedException e) { }
                                });
                                done.await();
                                Thread.ofVirtual().name("two").start(() -> {
                                    b.lock();
                                    Thread.yield();
                                    synchronized (a) { System.out.println("two"); }
                                    b.unlock();
                                }).join();
                                over.countDown();
                                one.join();
                            }
                        }
                        """).run();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualTo("two\n");
        assertThat(run.err())
                .contains("(Virtual.a)", "(Virtual.b)", " one/", " two/")
                .endsWith("lockdep: 1 finding: 1 high\n");
    }

    @Test
    void tenThousandOfThemAreFine() {
        Run run = ForkedJvm.of(folder, 21, """
                        import java.util.concurrent.*;
                        import java.util.concurrent.locks.*;
                        class Many {
                            static final ReentrantLock a = new ReentrantLock();
                            static final Object b = new Object();
                            static int n;
                            public static void main(String[] args) throws Exception {
                                CountDownLatch start = new CountDownLatch(1);
                                try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                                    for (int i = 0; i < 10_000; i++) {
                                        each.submit(() -> {
                                            start.await();
                                            a.lock();
                                            try { synchronized (b) { n++; } } finally { a.unlock(); }
                                            return io.lockdep.engine.LockEvents.depth();
                                        });
                                    }
                                    start.countDown();
                                }
                                System.out.println(n);
                            }
                        }
                        """).run();
        assertThat(run).isEqualTo(new Run(0, "10000\n", ""));
    }

    @Test
    void nothingIsKeptOfThoseThatHaveEnded() {
        Run run = ForkedJvm.of(folder, 21, """
                        import java.lang.management.*;
                        import java.util.concurrent.*;
                        import java.util.concurrent.atomic.AtomicInteger;
                        import java.util.concurrent.locks.*;
                        class Growth {
                            static final ReentrantLock a = new ReentrantLock();
                            static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                            static final Object b = new Object();
                            static final AtomicInteger running = new AtomicInteger();
                            static final AtomicInteger n = new AtomicInteger();
                            static void nest() {
                                shared.readLock().lock();
                                try { a.lock(); try { synchronized (b) { n.incrementAndGet(); } } finally { a.unlock(); } }
                                finally { shared.readLock().unlock(); running.decrementAndGet(); }
                            }
                            static void run(int threads) throws Exception {
                                try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                                    for (int i = 0; i < threads; i++) {
                                        while (running.get() > 500) { Thread.onSpinWait(); }
                                        running.incrementAndGet();
                                        if (i % 2 == 0) { each.submit(Growth::nest); } else { Thread.startVirtualThread(Growth::nest); }
                                    }
                                }
                                while (running.get() > 0) { Thread.onSpinWait(); }
                            }
                            // What is dead goes when lockdep looks for it after a collection.
                            static long used(long enough) throws Exception {
                                MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
                                long least = Long.MAX_VALUE;
                                for (int i = 0; i < 100 && least > enough; i++) {
                                    memory.gc();
                                    Thread.sleep(50);
                                    least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
                                }
                                return least;
                            }
                            public static void main(String[] args) throws Exception {
                                run(10_000);
                                long before = used(16_000_000);
                                run(100_000);
                                long bound = before + 2_000_000;
                                long after = used(bound);
                                System.out.println(n + (after <= bound ? " bounded" : " grown by " + (after - before)));
                            }
                        }
                        """)
                .options("stall=1")
                .flags("-Xmx512m")
                .run();
        assertThat(run).isEqualTo(new Run(0, "110000 bounded\n", ""));
    }

    @Test
    void noneThatWaitsKeepsItsCarrier() {
        ForkedJvm program = ForkedJvm.of(folder, 21, """
                        import java.util.concurrent.*;
                        import java.util.concurrent.locks.*;
                        class Carrier {
                            interface Step { void run() throws Exception; }
                            static final ReentrantLock outer = new ReentrantLock();
                            static Thread start(Step step) {
                                return Thread.startVirtualThread(() -> { try { step.run(); } catch (Exception e) { System.out.println(e); } });
                            }
                            // One waits with a lock held; there is no other carrier on which the other one could let it go on.
                            static void both(String what, Step takes, Step waits, Step ends) throws Exception {
                                Thread.startVirtualThread(() -> {
                                    try {
                                        takes.run();
                                        Thread waiter = start(() -> { outer.lock(); try { waits.run(); } finally { outer.unlock(); } });
                                        while (waiter.getState() != Thread.State.WAITING && waiter.getState() != Thread.State.TIMED_WAITING
                                                && waiter.getState() != Thread.State.BLOCKED) { Thread.yield(); }
                                        ends.run();
                                        waiter.join();
                                        System.out.println(what);
                                    } catch (Exception e) { System.out.println(what + " " + e); }
                                }).join();
                            }
                            public static void main(String[] args) throws Exception {
                                ReentrantLock lock = new ReentrantLock();
                                ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                                StampedLock stamped = new StampedLock();
                                Semaphore permits = new Semaphore(1), signal = new Semaphore(0);
                                CountDownLatch latch = new CountDownLatch(1);
                                CyclicBarrier barrier = new CyclicBarrier(2);
                                Phaser phaser = new Phaser(2);
                                Exchanger<String> exchanger = new Exchanger<>();
                                BlockingQueue<String> queue = new LinkedBlockingQueue<>(1), handOver = new SynchronousQueue<>();
                                TransferQueue<String> transfer = new LinkedTransferQueue<>();
                                CompletableFuture<String> stage = new CompletableFuture<>();
                                FutureTask<String> task = new FutureTask<>(() -> "done");
                                Condition condition = lock.newCondition();
                                Object monitor = new Object();
                                Step none = () -> { };
                                both("lock", lock::lock, () -> { lock.lock(); lock.unlock(); }, lock::unlock);
                                both("timed", lock::lock, () -> { if (lock.tryLock(1, TimeUnit.HOURS)) { lock.unlock(); } }, lock::unlock);
                                both("write", shared.readLock()::lock, () -> { shared.writeLock().lock(); shared.writeLock().unlock(); }, shared.readLock()::unlock);
                                both("read", shared.writeLock()::lock, () -> { shared.readLock().lock(); shared.readLock().unlock(); }, shared.writeLock()::unlock);
                                long[] stamp = new long[1];
                                both("stamped", () -> stamp[0] = stamped.writeLock(), () -> stamped.unlockRead(stamped.readLock()), () -> stamped.unlockWrite(stamp[0]));
                                both("await", none, () -> { lock.lock(); try { condition.await(); } finally { lock.unlock(); } }, () -> { lock.lock(); condition.signal(); lock.unlock(); });
                                both("permit", permits::acquire, () -> { permits.acquire(); permits.release(); }, permits::release);
                                both("signal", none, signal::acquire, signal::release);
                                both("latch", none, latch::await, latch::countDown);
                                both("barrier", none, barrier::await, barrier::await);
                                both("phaser", none, phaser::arriveAndAwaitAdvance, phaser::arrive);
                                both("exchange", none, () -> exchanger.exchange("a"), () -> exchanger.exchange("b"));
                                both("take", none, queue::take, () -> queue.put("x"));
                                both("put", () -> queue.put("x"), () -> queue.put("y"), queue::take);
                                both("hand over", none, () -> handOver.put("x"), handOver::take);
                                both("transfer", none, () -> transfer.transfer("x"), transfer::take);
                                both("stage", none, stage::get, () -> stage.complete("done"));
                                both("task", none, task::get, task::run);
                                if (Runtime.version().feature() >= 24) {
                                    both("wait", none, () -> { synchronized (monitor) { monitor.wait(); } }, () -> { synchronized (monitor) { monitor.notify(); } });
                                    both("monitor", none, () -> { synchronized (outer) { latch(signal); } }, signal::release);
                                    both("join", none, () -> { synchronized (monitor) { start(() -> Thread.sleep(1)).join(); } }, none);
                                }
                            }
                            static void latch(Semaphore signal) throws InterruptedException { signal.acquire(); }
                        }
                        """)
                .flags("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        Run run = program.run();
        Run plain = program.withoutAgent().run();

        assertThat(run.out()).isEqualTo(plain.out());
        assertThat(run.err()).doesNotContain("WARNING");
    }
}
