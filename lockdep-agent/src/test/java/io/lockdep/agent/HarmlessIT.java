package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever ends in an unusual way ends under the agent as it does without, and what is held afterwards is known: a later
 * mistake with the same locks is reported, and nothing else. See also {@link StackOverflowIT}.
 *
 * <p>Programs print by how many locks the held stack has changed, which is the same without the agent if it has not.
 */
class HarmlessIT {

    private static final String HARM = """
            import java.io.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            class Harm {
                interface Step { void run() throws Exception; }
                static int depth() { return Boolean.getBoolean("agent") ? io.lockdep.engine.LockEvents.depth() : 0; }
                // Prints the difference, since without the agent nothing is counted.
                static void say(String what, int before) { System.out.println(what + " " + (depth() - before)); }
                static void nest(Lock outer, Object inner) { outer.lock(); try { synchronized (inner) { inner.hashCode(); } } finally { outer.unlock(); } }
                static void nest(Object outer, Lock inner) { synchronized (outer) { inner.lock(); inner.unlock(); } }

                static class Interrupted {
                    static final Object o = new Object(), m = new Object();
                    static final ReentrantLock r = new ReentrantLock(), taken = new ReentrantLock();
                    static final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
                    static final StampedLock stamped = new StampedLock();
                    static final Condition condition = r.newCondition();
                    static final Thread endless = new Thread(() -> { while (true) { LockSupport.park(); } });
                    static void each(String name, Step step) throws Exception {
                        Thread waiter = new Thread(() -> {
                            synchronized (o) {
                                r.lock();
                                try {
                                    for (int i = 0; i < 2; i++) {
                                        int before = depth();
                                        try { step.run(); System.out.println(name + " ended"); }
                                        catch (InterruptedException e) { say(name + " " + e.getMessage() + " " + Thread.currentThread().isInterrupted() + " " + r.getHoldCount(), before); }
                                        catch (Exception e) { say(name + " " + e, before); }
                                        if (i == 0) { Thread.currentThread().interrupt(); }
                                    }
                                } finally { r.unlock(); }
                            }
                            say(name, 0);
                        });
                        waiter.start();
                        while (waiter.getState() != Thread.State.WAITING && waiter.getState() != Thread.State.TIMED_WAITING) { Thread.onSpinWait(); }
                        waiter.interrupt();
                        waiter.join();
                    }
                    static void run() throws Exception {
                        endless.setDaemon(true);
                        endless.start();
                        ExecutorService pool = Executors.newSingleThreadExecutor();
                        pool.submit(() -> { while (!pool.isShutdown()) { LockSupport.parkNanos(1000000); } });
                        Semaphore one = new Semaphore(1);
                        CountDownLatch held = new CountDownLatch(1), over = new CountDownLatch(1);
                        // Not by this thread: who holds what the thread wants that it joins is rightly reported.
                        Thread holder = new Thread(() -> {
                            taken.lock();
                            rw.writeLock().lock();
                            long stamp = stamped.writeLock();
                            one.acquireUninterruptibly();
                            held.countDown();
                            try { over.await(); } catch (InterruptedException e) { System.out.println(e); }
                            one.release();
                            stamped.unlockWrite(stamp);
                            rw.writeLock().unlock();
                            taken.unlock();
                            say("holder", 0);
                        });
                        holder.start();
                        held.await();
                        each("lockInterruptibly", taken::lockInterruptibly);
                        each("tryLock", () -> taken.tryLock(1, TimeUnit.HOURS));
                        each("readLock", rw.readLock()::lockInterruptibly);
                        each("stamped", stamped::readLockInterruptibly);
                        each("stamped timed", () -> stamped.tryWriteLock(1, TimeUnit.HOURS));
                        each("view", stamped.asWriteLock()::lockInterruptibly);
                        each("wait", () -> { synchronized (m) { m.wait(); } });
                        each("timed wait", () -> { synchronized (m) { m.wait(1000000); } });
                        each("await", condition::await);
                        each("timed await", () -> condition.await(1, TimeUnit.HOURS));
                        each("join", endless::join);
                        each("get", new FutureTask<>(() -> 1)::get);
                        each("pool get", pool.submit(() -> 1)::get);
                        each("invokeAll", () -> pool.invokeAll(java.util.List.of(() -> 1)));
                        each("awaitTermination", () -> pool.awaitTermination(1, TimeUnit.HOURS));
                        each("stage", new CompletableFuture<Object>()::get);
                        each("signal", new Semaphore(0)::acquire);
                        each("permit", one::acquire);
                        each("take", new LinkedBlockingQueue<>()::take);
                        each("put", () -> new SynchronousQueue<>().put(1));
                        each("transfer", () -> new LinkedTransferQueue<>().transfer(1));
                        each("poll", () -> new ArrayBlockingQueue<>(1).poll(1, TimeUnit.HOURS));
                        each("delay", new DelayQueue<>()::take);
                        each("latch", new CountDownLatch(1)::await);
                        each("barrier", new CyclicBarrier(2)::await);
                        each("phaser", () -> new Phaser(1).awaitAdvanceInterruptibly(0));
                        each("exchange", () -> new Exchanger<>().exchange(1));
                        each("sleep", () -> Thread.sleep(1000000));
                        pool.shutdown();
                        over.countDown();
                        holder.join();
                        say("main", 0);
                        Two.run(() -> nest(o, taken), () -> nest(taken, o));
                    }
                }

                static class Dying {
                    static final Object a = new Object();
                    static final ReentrantLock left = new ReentrantLock(), inPool = new ReentrantLock(), b = new ReentrantLock();
                    static long found() {
                        return io.lockdep.Lockdep.findings().stream().filter(f -> f.kind().equals("held-at-exit") && f.grade().equals("actual")).count();
                    }
                    static void die(Lock lock) { synchronized (a) { lock.lock(); throw new IllegalStateException("dying"); } }
                    static void run() throws Exception {
                        Thread thread = new Thread(() -> die(left));
                        thread.setUncaughtExceptionHandler((t, e) -> System.out.println(e.getMessage()));
                        thread.start();
                        thread.join();
                        ExecutorService pool = Executors.newSingleThreadExecutor(task -> {
                                Thread worker = new Thread(task);
                                worker.setUncaughtExceptionHandler((of, e) -> { });
                                return worker;
                            });
                        pool.execute(() -> die(inPool));
                        pool.submit(() -> say("next", 0)).get();
                        pool.shutdown();
                        // The watchdog sees that a thread has ended; at the end of the JVM nobody looks.
                        while (Boolean.getBoolean("agent") && found() < 2) { Thread.sleep(10); }
                        System.out.println(left.tryLock() + " " + inPool.tryLock() + " " + left.isLocked());
                        Two.run(() -> nest(a, b), () -> nest(b, a));
                    }
                }

                static class Loading {
                    static final Object a = new Object();
                    static boolean asks;
                    public static class Own extends ClassLoader {
                        public static final Object block = new Object();
                        final ReentrantLock lock = new ReentrantLock();
                        final ConcurrentHashMap<String, Class<?>> map = new ConcurrentHashMap<>();
                        static { registerAsParallelCapable(); }
                        Own() { super(Own.class.getClassLoader()); }
                        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                            if (!name.startsWith("Harm$Loaded")) { return super.loadClass(name, resolve); }
                            lock.lock();
                            try { synchronized (block) { if (asks) { synchronized (a) { asks = false; } } return map.computeIfAbsent(name, this::define); } }
                            finally { lock.unlock(); }
                        }
                        Class<?> define(String name) {
                            try (InputStream in = getResourceAsStream(name + ".class")) { byte[] code = in.readAllBytes(); return defineClass(name, code, 0, code.length); }
                            catch (IOException e) { throw new UncheckedIOException(e); }
                        }
                    }
                    static void load(ClassLoader loader, String name) throws Exception {
                        synchronized (a) { System.out.println(Class.forName("Harm$Loaded" + name, true, loader).getDeclaredField("n").get(null)); }
                        say(name, 0);
                    }
                    static void run() throws Exception {
                        Own loader = new Own();
                        load(loader, "One");
                        Thread t = new Thread(() -> { try { load(loader, "Two"); load(new Own(), "One"); } catch (Exception e) { System.out.println(e); } });
                        t.start();
                        t.join();
                    }
                }
                static class LoadingUnder {
                    static void run() throws Exception {
                        Loading.Own loader = new Loading.Own();
                        Two.run(() -> Loading.load(loader, "One"), () -> { Loading.asks = true; loader.loadClass("Harm$LoadedTwo"); });
                        say("loaded", 0);
                    }
                }

                static class Deep {
                    static final Object a = new Object();
                    static final ReentrantLock r = new ReentrantLock();
                    static final ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
                    static final int DEEP = 10000;
                    static int down(int i) {
                        if (i == 0) { return r.getHoldCount() + rw.getReadHoldCount() + rw.getWriteHoldCount(); }
                        synchronized (a) { r.lock(); rw.writeLock().lock(); rw.readLock().lock();
                            try { return down(i - 1); } finally { rw.readLock().unlock(); rw.writeLock().unlock(); r.unlock(); } }
                    }
                    static int read(int i) { if (i == 0) { return rw.getReadHoldCount(); } rw.readLock().lock(); try { return read(i - 1); } finally { rw.readLock().unlock(); } }
                    static void run() throws Exception {
                        Thread t = new Thread(null, () -> { System.out.println(down(DEEP) + " " + read(DEEP)); say("deep", 0); }, "deep", 1 << 28);
                        t.start();
                        t.join();
                        System.out.println(r.isLocked() + " " + rw.getReadLockCount() + " " + rw.isWriteLocked());
                        Two.run(() -> nest(a, r), () -> nest(r, a));
                    }
                }

                public static void main(String[] args) throws Exception {
                    Interrupted.run();
                    Dying.run();
                    Loading.run();
                    LoadingUnder.run();
                    Deep.run();
                    System.out.println("end");
                }
                public static class LoadedOne { public static int n; static { synchronized (Loading.Own.block) { n = 1; } } }
                public static class LoadedTwo { static final ReentrantLock lock = new ReentrantLock(); public static int n; static { lock.lock(); try { n = 2; } finally { lock.unlock(); } } }
            }
            """;

    private static final String HEAP = """
            import java.util.concurrent.locks.*;
            class Heap {
                static final int MANY = 10;
                static final class Locks {
                    Object a, b;
                    ReentrantLock r;
                    ReentrantReadWriteLock shared;
                    Object[] many;
                    final Runnable known = () -> nest(0), needy = () -> nest(1 << 20), deep = () -> nestMany(0), mixed = this::mix;
                    void nest(int bytes) {
                        synchronized (a) {
                            r.lock();
                            try {
                                shared.writeLock().lock();
                                try { synchronized (b) { if (bytes > 0) { hog = new Object[] {new byte[bytes], hog}; } } }
                                finally { shared.writeLock().unlock(); }
                            } finally { r.unlock(); }
                        }
                    }
                    void nestMany(int i) { if (i < MANY) { synchronized (many[i]) { nestMany(i + 1); } } }
                    void mix() { synchronized (many[1]) { r.lock(); r.unlock(); } }
                    void back(Object inner) { r.lock(); try { synchronized (inner) { inner.hashCode(); } } finally { r.unlock(); } }
                }
                // Each at places of its own, so that the second ones are of classes that nobody knows yet.
                static Locks first() {
                    Locks made = new Locks();
                    made.a = new Object(); made.b = new Object(); made.r = new ReentrantLock(); made.shared = new ReentrantReadWriteLock();
                    made.many = new Object[MANY];
                    for (int i = 0; i < MANY; i++) { made.many[i] = new Object(); }
                    return made;
                }
                static Locks second() {
                    Locks made = new Locks();
                    made.a = new Object(); made.b = new Object(); made.r = new ReentrantLock(); made.shared = new ReentrantReadWriteLock();
                    made.many = new Object[MANY];
                    for (int i = 0; i < MANY; i++) { made.many[i] = new Object(); }
                    return made;
                }
                static Object[] hog;
                static int thrown;
                static int depth() { return Boolean.getBoolean("agent") ? io.lockdep.engine.LockEvents.depth() : 0; }
                static void fill() {
                    for (int size = 1 << 22; size >= 1; size /= 2) {
                        try { while (true) { Object[] next = new Object[size]; next[0] = hog; hog = next; } }
                        catch (OutOfMemoryError e) { }
                    }
                }
                static int failures(int times, Runnable what) {
                    int before = thrown;
                    for (int i = 0; i < times; i++) { try { what.run(); } catch (OutOfMemoryError e) { thrown++; } }
                    return thrown - before;
                }
                static Thread[] threads(Runnable body) {
                    Thread[] all = new Thread[4];
                    for (int i = 0; i < all.length; i++) { all[i] = new Thread(() -> failures(1, body)); }
                    return all;
                }
                static void run(Thread[] all) {
                    for (Thread each : all) { each.start(); }
                    for (Thread each : all) { try { each.join(); } catch (InterruptedException e) { thrown++; } }
                }
                static int[] use(Locks locks, Thread[] threads, boolean full) {
                    int[] failed = new int[5];
                    if (full) { fill(); }
                    failed[0] = failures(1000, locks.known);
                    failed[1] = failures(5, full ? locks.needy : locks.known);
                    failed[2] = failures(1, locks.deep);
                    failed[3] = failures(1, locks.mixed);
                    int before = thrown;
                    run(threads);
                    failed[4] = thrown - before;
                    hog = null;
                    // Only then is it known that there is memory again.
                    System.gc();
                    return failed;
                }
                static void print(int[] failed) {
                    System.out.println("known " + failed[0] + " needy " + failed[1] + " deep " + failed[2] + " mixed " + failed[3]
                            + " threads " + failed[4] + " depth " + depth());
                }
                public static void main(String[] args) throws Exception {
                    Locks one = first(), two = second();
                    Thread[] early = threads(one.known), late = threads(two.known);
                    // Once with enough memory, so that nothing is loaded when there is none.
                    print(use(one, early, false));
                    print(use(two, late, true));
                    System.out.println(two.r.isLocked() + " " + two.shared.isWriteLocked() + " " + Thread.holdsLock(two.a));
                    Two.run(() -> two.nest(0), () -> two.back(two.a));
                    Two.run(two::mix, () -> two.back(two.many[1]));
                    System.out.println("depth " + depth());
                }
            }
            """;

    private static final String EXITS = """
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            class Exits {
                static class Hooks { static final Object a = new Object(); static final ReentrantLock b = new ReentrantLock(); }
                static final Object ofMain = new Object(), ofDaemon = new Object(), busy = new Object();
                static final ReentrantLock left = new ReentrantLock();
                static final CountDownLatch first = new CountDownLatch(1), second = new CountDownLatch(1), ready = new CountDownLatch(2);
                static int depth() { return Boolean.getBoolean("agent") ? io.lockdep.engine.LockEvents.depth() : 2; }
                static void await(CountDownLatch latch) { try { latch.await(); } catch (InterruptedException e) { System.out.println(e); } }
                static void daemon(Runnable body) {
                    Thread thread = new Thread(body);
                    thread.setDaemon(true);
                    thread.start();
                }
                public static void main(String[] args) {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        synchronized (Hooks.a) { Hooks.b.lock(); Hooks.b.unlock(); }
                        first.countDown();
                        await(second);
                    }));
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        await(first);
                        Hooks.b.lock();
                        synchronized (Hooks.a) { System.out.println("hooks " + depth()); }
                        Hooks.b.unlock();
                        if (System.getProperty("ends").equals("halt")) { Runtime.getRuntime().halt(5); }
                        second.countDown();
                    }));
                    daemon(() -> { synchronized (ofDaemon) { left.lock(); ready.countDown(); await(new CountDownLatch(1)); } });
                    daemon(() -> { ready.countDown(); while (true) { synchronized (busy) { Thread.yield(); } } });
                    await(ready);
                    synchronized (ofMain) {
                        Hooks.b.lock();
                        Hooks.b.unlock();
                        System.exit(3);
                    }
                }
            }
            """;

    private static final String BYSTANDER = """
            import java.lang.instrument.*;
            import java.security.ProtectionDomain;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.locks.*;
            public final class Bystander {
                static final Object block = new Object(), looking = new Object();
                static final ReentrantLock lock = new ReentrantLock();
                static final ReentrantReadWriteLock shared = new ReentrantReadWriteLock();
                public static volatile int looked;
                public static void premain(String options, Instrumentation jvm) throws Exception {
                    CountDownLatch runs = new CountDownLatch(1);
                    Thread thread = new Thread(() -> {
                        while (true) {
                            lock.lock();
                            try { synchronized (block) { shared.readLock().lock(); shared.readLock().unlock(); } } finally { lock.unlock(); }
                            runs.countDown();
                            synchronized (block) { if (lock.tryLock()) { lock.unlock(); } }
                        }
                    }, "bystander");
                    thread.setDaemon(true);
                    thread.start();
                    runs.await();
                    jvm.addTransformer(new ClassFileTransformer() {
                        @Override public byte[] transform(ClassLoader loader, String name, Class<?> was, ProtectionDomain domain, byte[] code) {
                            // Locks of its own: one that is held while a class is loaded would make it hang by itself.
                            synchronized (jvm) { synchronized (looking) { looked++; } }
                            return null;
                        }
                    });
                }
            }
            """;

    private static final String WATCHED = """
            import java.util.concurrent.locks.ReentrantLock;
            class Watched {
                static class Locks {
                    static final Object a = new Object();
                    static final ReentrantLock b = new ReentrantLock();
                }
                static class Late { static int n = 1; }
                static class Later { static int n = 2; }
                public static void main(String[] args) throws Exception {
                    Two.run(
                            () -> { synchronized (Locks.a) { Locks.b.lock(); System.out.println(Late.n); Locks.b.unlock(); } },
                            () -> { Locks.b.lock(); synchronized (Locks.a) { System.out.println(Later.n); } Locks.b.unlock(); });
                    System.out.println(Bystander.looked > 0);
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void interruptsAndDeadThreadsAndClassLoadersAndDeepRecursionLeaveWhatIsHeldIntact() throws IOException {
        assertThat(likeWithoutAgent(ForkedJvm.of(folder, HARM)).out()).endsWith("\nend\n");

        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Harm"))
                .containsExactlyInAnyOrder(
                        "high circular Interrupted",
                        "actual held-at-exit Dying",
                        "actual held-at-exit Dying",
                        "high circular Dying",
                        "high circular Loading",
                        "high circular Loading",
                        "high circular Deep");
    }

    @Test
    void anExhaustedHeapTakesNothingFromTheProgramAndLittleFromLockdep() throws IOException {
        Run run = likeWithoutAgent(ForkedJvm.of(folder, HEAP).flags("-Xmx32m", "-XX:+UseSerialGC"));

        assertThat(run.out()).startsWith("known 0 needy 0 ").contains("known 0 needy 5 ");
        assertThat(run.err())
                .contains("events not looked at because the heap was full")
                .doesNotContain("errors inside");
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Heap"))
                .containsExactly("high circular Locks", "high circular Locks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dends=exit", "-Dends=halt"})
    void shutdownHooksAreThreadsAndDaemonsMayHoldLocks(String ends) throws IOException {
        Run run = likeWithoutAgent(ForkedJvm.of(folder, EXITS).flags(ends));

        assertThat(run.out()).isEqualTo("hooks 2\n");
        assertThat(run.exit()).isEqualTo(ends.endsWith("exit") ? 3 : 5);
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Exits")).containsExactly("high circular Hooks");
        // The summary comes behind the hooks, if they let the JVM end.
        assertThat(run.err().contains("lockdep: 1 finding: 1 high")).isEqualTo(ends.endsWith("exit"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherAgentThatLocksWhileClassesAreLoadedIsLeftAlone(boolean lockdepFirst) throws IOException {
        Path jar = bystander();
        ForkedJvm program = ForkedJvm.of(folder, 17, jar.toString(), WATCHED);
        String other = "-javaagent:" + jar;
        String lockdep = "-javaagent:" + ForkedJvm.AGENT + "=report.file=found.jsonl";

        Run run = (lockdepFirst ? program.flags(lockdep, other) : program.flags(other, lockdep))
                .withoutAgent()
                .run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("1\n2\ntrue\n");
        assertThat(Said.above(folder.resolve("found.jsonl"), "none", "Watched")).containsExactly("high circular Locks");
    }

    private Path bystander() throws IOException {
        Path classes = Files.createDirectory(folder.resolve("bystander"));
        JavaSource.compile(classes, 17, "", List.of(BYSTANDER));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "Bystander");
        Path jar = folder.resolve("bystander.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("Bystander", "Bystander$1")) {
                out.putNextEntry(new JarEntry(name + ".class"));
                out.write(JavaSource.bytes(classes, name));
            }
        }
        return jar;
    }

    /** Runs a program with and without the agent. */
    private Run likeWithoutAgent(ForkedJvm program) {
        Run run =
                program.flags("-Dagent=true").options("report.file=found.jsonl").run();
        Run plain = program.flags("-Dagent=false").withoutAgent().run();
        assertThat(run.out()).as(run.err()).isEqualTo(plain.out());
        assertThat(run.exit()).isEqualTo(plain.exit());
        return run;
    }
}
