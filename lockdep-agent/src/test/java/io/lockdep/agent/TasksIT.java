package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads, tasks, pools and stages: who waits for work under a lock that the work takes. Each case has a lock of its own,
 * {@code Case.a}; those of safe cases may be in no finding above low.
 */
class TasksIT {

    private static final String HEAD = """
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicInteger;
            import java.util.concurrent.locks.*;
            import java.util.stream.IntStream;
            """;

    private static final String THREADS = HEAD + """
            class Threads {
                static int n;
                static void use(Object lock) { synchronized (lock) { n++; } }
                static void awaitDone(Future<?> f) throws Exception { while (!f.isDone()) Thread.yield(); }

                static class Join { static final Object a = new Object(); static void run() throws Exception {
                    Thread t = new Thread(() -> use(a)); t.start(); while (t.isAlive()) Thread.yield(); synchronized (a) { t.join(); } } }
                static class JoinNested { static final Object a = new Object(); static final ReentrantLock b = new ReentrantLock();
                    static void run() throws Exception {
                        Thread t = new Thread(() -> { b.lock(); use(a); b.unlock(); }); t.start(); while (t.isAlive()) Thread.yield(); synchronized (a) { t.join(); } } }
                static class SafeJoin { static final Object a = new Object(); static void run() throws Exception {
                    Thread t = new Thread(() -> use(a)); t.start(); t.join(); synchronized (a) { t.join(); } } }
                static class SafeOther { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    Thread t = new Thread(() -> use(b)); t.start(); synchronized (a) { t.join(); } } }
                static class SafeStart { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    synchronized (a) { use(b); }
                    Thread t = new Thread(() -> { synchronized (b) { use(a); } }); t.start(); t.join(); } }
                static class JoinTimed { static final Object a = new Object(); static void run() throws Exception {
                    Thread t = new Thread(() -> use(a)); t.start(); while (t.isAlive()) Thread.yield(); synchronized (a) { t.join(1000); } } }

                static class Get { static final Object a = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newCachedThreadPool(); Future<?> f = e.submit(() -> use(a));
                    Thread.sleep(50); synchronized (a) { f.get(); } e.shutdown(); } }
                static class SafeGet { static final Object a = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newCachedThreadPool(); Future<?> f = e.submit(() -> use(a));
                    awaitDone(f); synchronized (a) { f.get(); } e.shutdown(); } }
                static class SafeInvokeAll { static final Object a = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newCachedThreadPool(); all(e, () -> { use(a); return 1; });
                    synchronized (a) { all(e, () -> 1); } e.shutdown(); }
                    static void all(ExecutorService e, Callable<Integer> task) throws Exception { e.invokeAll(List.of(task, () -> 2)); } }
                static class Scheduled { static final Object a = new Object(); static void run() throws Exception {
                    ScheduledExecutorService e = Executors.newScheduledThreadPool(3);
                    Future<?> f = e.schedule(() -> use(a), 1, TimeUnit.MILLISECONDS); Thread.sleep(100);
                    synchronized (a) { f.get(); } e.shutdown(); } }
                static class SafeSubmit { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newFixedThreadPool(2); synchronized (a) { use(b); }
                    e.submit(() -> { synchronized (b) { use(a); } }).get(); e.shutdown(); } }
                static class TwoTasks { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newFixedThreadPool(2);
                    Future<?> f = e.submit(() -> { synchronized (a) { use(b); } });
                    Future<?> g = e.submit(() -> { awaitDone(f); return null; });
                    Future<?> h = e.submit(() -> { synchronized (b) { use(a); } });
                    f.get(); g.get(); h.get(); e.shutdown(); } }
                static class SafeSingle { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newSingleThreadExecutor();
                    Future<?> f = e.submit(() -> { synchronized (a) { use(b); } });
                    Future<?> g = e.submit(() -> { synchronized (b) { use(a); } }); f.get(); g.get(); e.shutdown(); } }

                static class Starves { static final ExecutorService pool = Executors.newFixedThreadPool(1); static void run() throws Exception {
                    Future<?> f = pool.submit(() -> { Future<?> g = pool.submit(() -> 1);
                        try { return g.get(); } catch (InterruptedException e) { System.out.println("interrupted"); return null; } });
                    try { f.get(300, TimeUnit.MILLISECONDS); } catch (TimeoutException e) { System.out.println("starved"); }
                    pool.shutdownNow(); pool.awaitTermination(9, TimeUnit.SECONDS); } }
                static class MayStarve { static final ExecutorService pool = Executors.newFixedThreadPool(2); static void run() throws Exception {
                    pool.submit(() -> pool.submit(() -> 1).get()).get(); pool.shutdown(); } }
                static class SafeCached { static final ExecutorService pool = Executors.newCachedThreadPool(); static void run() throws Exception {
                    pool.submit(() -> pool.submit(() -> 1).get()).get(); pool.shutdown(); } }
                static class SafeGate { static final ExecutorService pool = Executors.newFixedThreadPool(2); static void run() throws Exception {
                    CountDownLatch gate = new CountDownLatch(1);
                    Future<?> f = pool.submit(() -> { gate.await(); return 1; }); pool.submit(gate::countDown).get(); f.get(); pool.shutdown(); } }

                static class SafeDecorated { static class Pool extends ScheduledThreadPoolExecutor { Pool() { super(2); }
                        protected <V> RunnableScheduledFuture<V> decorateTask(Callable<V> work, RunnableScheduledFuture<V> task) { return new Wrap<>(task); } }
                    record Wrap<V>(RunnableScheduledFuture<V> of) implements RunnableScheduledFuture<V> {
                        public void run() { of.run(); try { of.get(); } catch (Exception e) { System.out.println(e); } }
                        public boolean isPeriodic() { return false; } public long getDelay(TimeUnit unit) { return of.getDelay(unit); } public int compareTo(Delayed other) { return 0; }
                        public boolean cancel(boolean now) { return of.cancel(now); } public boolean isCancelled() { return of.isCancelled(); } public boolean isDone() { return of.isDone(); }
                        public V get() throws InterruptedException, ExecutionException { return of.get(); }
                        public V get(long time, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException { return of.get(time, unit); } }
                    static void run() throws Exception { Pool pool = new Pool(); for (int i = 0; i < 3; i++) pool.submit(() -> 1).get(); pool.shutdown(); } }
                static class Factory {
                    static ThreadPoolExecutor make() { return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()); }
                    static ThreadPoolExecutor started() { ThreadPoolExecutor made = make(); made.prestartAllCoreThreads(); return made; } }
                static class SafeTwoPools { final ReentrantLock lock = new ReentrantLock(); final ThreadPoolExecutor one, two; int n;
                    SafeTwoPools() { one = Factory.started(); two = Factory.started(); }
                    static Future<?> submit(ThreadPoolExecutor to, Runnable work) { return to.submit(work); }
                    void run() throws Exception {
                        for (int i = 0; i < 3; i++) submit(one, () -> { lock.lock(); try { submit(two, () -> n++).get(); } catch (Exception e) { System.out.println(e); } finally { lock.unlock(); } }).get();
                        one.shutdown(); two.shutdown(); } }
                static class SafeAfter { static void run() throws Exception {
                    ExecutorService pool = new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
                        protected void afterExecute(Runnable r, Throwable t) {
                            if (t == null && r instanceof Future<?> f && f.isDone()) try { f.get(); } catch (Exception e) { System.out.println(e); } } };
                    for (int i = 0; i < 4; i++) pool.submit(() -> 1).get(); pool.shutdown(); } }

                static class Leaves { static final ReentrantLock a = new ReentrantLock(); static void run() throws Exception {
                    ExecutorService e = Executors.newCachedThreadPool(); e.submit(a::lock).get(); e.shutdown(); } }
                static class Throws { static final Object a = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newCachedThreadPool();
                    Future<?> f = e.submit(() -> { synchronized (a) { throw new IllegalStateException("task"); } });
                    try { f.get(); } catch (ExecutionException x) { System.out.println(x.getCause().getMessage()); }
                    Future<?> g = e.submit(() -> { Thread.sleep(60_000); return null; }); g.cancel(true);
                    try { g.get(); } catch (CancellationException x) { System.out.println("cancelled"); }
                    System.out.println(f.isDone() + " " + g.isCancelled() + " " + io.lockdep.engine.LockEvents.depth()); e.shutdown(); } }

                public static void main(String[] args) throws Exception {
                    Join.run(); JoinNested.run(); SafeJoin.run(); SafeOther.run(); SafeStart.run(); JoinTimed.run();
                    Get.run(); SafeGet.run(); SafeInvokeAll.run(); Scheduled.run(); SafeSubmit.run(); TwoTasks.run(); SafeSingle.run();
                    Starves.run(); MayStarve.run(); SafeCached.run(); SafeGate.run(); SafeAfter.run(); new SafeTwoPools().run(); SafeDecorated.run(); Leaves.run(); Throws.run();
                    System.out.println(n);
                }
            }
            """;

    private static final String STAGES = HEAD + """
            class Stages {
                static int n;
                static void use(Object lock) { synchronized (lock) { n++; } }
                static void pause() { try { Thread.sleep(50); } catch (InterruptedException e) { throw new AssertionError(e); } }

                static class Async { static final Object a = new Object(); static void run() {
                    CompletableFuture<Void> f = CompletableFuture.runAsync(() -> use(a)); pause(); synchronized (a) { f.join(); } } }
                static class SafeAsync { static final Object a = new Object(); static void run() {
                    CompletableFuture<Void> f = CompletableFuture.runAsync(() -> use(a)); f.join(); synchronized (a) { f.join(); } } }
                static class Stage { static final Object a = new Object(); static void run() {
                    CompletableFuture<Integer> f = CompletableFuture.supplyAsync(() -> { pause(); return 1; });
                    CompletableFuture<Integer> g = f.thenApply(v -> { use(a); return v; });
                    pause(); pause(); synchronized (a) { g.join(); } } }
                static class Handled { static final Object a = new Object(); static void run() {
                    CompletableFuture<Integer> f = CompletableFuture.supplyAsync(() -> { pause(); return 1; });
                    CompletableFuture<Integer> g = f.handle((v, e) -> { use(a); return v; });
                    pause(); pause(); synchronized (a) { g.join(); } } }
                static class StageAsync { static final Object a = new Object(); static void run() throws Exception {
                    ExecutorService e = Executors.newFixedThreadPool(2);
                    CompletableFuture<Integer> g = CompletableFuture.supplyAsync(() -> 1, e).thenApplyAsync(v -> { use(a); return v; }, e);
                    pause(); synchronized (a) { g.join(); } e.shutdown(); } }
                static class SafeDependent { static final Object a = new Object(); static void run() {
                    CompletableFuture<Integer> f = CompletableFuture.supplyAsync(() -> { pause(); return 1; });
                    CompletableFuture<Void> g = f.thenAccept(v -> use(a)); pause(); pause(); synchronized (a) { f.join(); } g.join(); } }
                static class ByHand { static final Object a = new Object(); static void run() throws Exception {
                    CompletableFuture<Integer> f = new CompletableFuture<>();
                    Thread t = new Thread(() -> { synchronized (a) { f.complete(1); } }); t.start(); while (t.isAlive()) Thread.yield();
                    synchronized (a) { f.join(); } } }
                static class SafeByHand { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                    CompletableFuture<Integer> f = new CompletableFuture<>();
                    Thread t = new Thread(() -> { synchronized (a) { f.complete(1); } }); t.start(); t.join();
                    synchronized (b) { f.join(); } } }

                static class Forked extends RecursiveAction { static final Object a = new Object(); final int k; Forked(int k) { this.k = k; }
                    protected void compute() { if (k == 0) { use(a); return; } new Forked(0).invoke(); }
                    static void run() { synchronized (a) { new Forked(1).fork().isDone(); Forked f = new Forked(2); f.fork(); while (!f.isDone()) { break; } }
                        Forked f = new Forked(0); f.fork(); pause(); synchronized (a) { f.join(); } } }
                static class SafeForked extends RecursiveTask<Integer> { static final Object a = new Object(); final int k; SafeForked(int k) { this.k = k; }
                    protected Integer compute() { if (k < 2) { use(a); return k; } SafeForked x = new SafeForked(k - 1); x.fork();
                        return new SafeForked(k - 2).compute() + x.join(); }
                    static void run() { System.out.println(new ForkJoinPool(3).invoke(new SafeForked(12))); } }
                static class Parallel { static final ReentrantLock a = new ReentrantLock(); static void run() {
                    IntStream.range(0, 64).parallel().forEach(i -> { a.lock(); a.unlock(); });
                    AtomicInteger done = new AtomicInteger(); Thread main = Thread.currentThread();
                    a.lock(); try { IntStream.range(0, 64).parallel().forEach(i -> { if (Thread.currentThread() == main) { a.lock(); a.unlock(); } done.incrementAndGet(); }); }
                    finally { a.unlock(); } System.out.println(done); } }
                static class ForkPoolSubmit { static final Object a = new Object(); static void run() {
                    ForkJoinTask<?> t = ForkJoinPool.commonPool().submit(() -> use(a)); pause(); synchronized (a) { t.join(); } } }

                public static void main(String[] args) throws Exception {
                    Async.run(); SafeAsync.run(); Stage.run(); Handled.run(); StageAsync.run(); SafeDependent.run(); ByHand.run(); SafeByHand.run();
                    Forked.run(); SafeForked.run(); Parallel.run(); ForkPoolSubmit.run();
                    System.out.println("end");
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void whoWaitsForAThreadOrTaskUnderALockThatItTakesIsReported() throws IOException {
        Run run =
                ForkedJvm.of(folder, THREADS).options("report.file=found.jsonl").run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("starved\ninterrupted\ntask\ncancelled\ntrue true 0\n17\n");
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Threads"))
                .containsExactly(
                        "high circular Join",
                        "high circular JoinNested",
                        "high circular Get",
                        "high circular Scheduled",
                        "high circular TwoTasks",
                        "actual starvation Starves",
                        "medium starvation MayStarve",
                        "high held-at-exit Leaves");
    }

    @Test
    void whoWaitsForAStageOrForkUnderALockThatItTakesIsReported() throws IOException {
        Run run =
                ForkedJvm.of(folder, STAGES).options("report.file=found.jsonl").run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("144\n64\nend\n");
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Stages"))
                .containsExactly(
                        "high circular Async",
                        "high circular Stage",
                        "high circular Handled",
                        "high circular StageAsync",
                        "high lost-signal ByHand",
                        "medium circular Forked",
                        "high circular ForkPoolSubmit");
    }
}
