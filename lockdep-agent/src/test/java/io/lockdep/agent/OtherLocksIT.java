package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code StampedLock} in all its ways, the program's own implementations of {@code Lock}, and conditions. Each case has
 * locks of its own; those of safe cases may be in no finding at all.
 */
class OtherLocksIT {

    private static final String KINDS = """
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.AtomicReference;
            import java.util.concurrent.locks.*;
            class Kinds {
                static int n;

                static class ReadWrite {
                    static final StampedLock s = new StampedLock();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { long t = s.readLock(); synchronized (o) { n++; } s.unlockRead(t); },
                                () -> { synchronized (o) { s.unlockWrite(s.writeLock()); } });
                    }
                }
                static class Readers {
                    static final StampedLock a = new StampedLock(), b = new StampedLock();
                    static void nest(StampedLock outer, StampedLock inner) { long t = outer.readLock(); inner.unlock(inner.readLock()); outer.unlock(t); }
                    static void run() throws Exception { Two.run(() -> nest(a, b), () -> nest(b, a)); }
                }
                static class ReadersAndWriter {
                    static final StampedLock a = new StampedLock(), b = new StampedLock();
                    static void nest(StampedLock outer, StampedLock inner) { long t = outer.readLock(); inner.unlock(inner.readLock()); outer.unlock(t); }
                    static void run() throws Exception {
                        Two.run(() -> nest(a, b), () -> nest(b, a));
                        Two.run(() -> a.unlockWrite(a.writeLock()), () -> b.unlockWrite(b.writeLock()));
                        Two.run(() -> nest(a, b), () -> nest(b, a));
                    }
                }
                static class Views {
                    static final ReadWriteLock s = new StampedLock().asReadWriteLock();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { s.writeLock().lock(); synchronized (o) { n++; } s.writeLock().unlock(); },
                                () -> { synchronized (o) { s.readLock().lock(); s.readLock().unlock(); } });
                    }
                }
                static class Converted {
                    static final StampedLock s = new StampedLock();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { long t = s.tryConvertToWriteLock(s.tryOptimisticRead()); synchronized (o) { n++; } s.unlockWrite(t); },
                                () -> { synchronized (o) { s.unlockRead(s.readLock()); } });
                    }
                }
                static class ReadAgain {
                    static final StampedLock s = new StampedLock();
                    static void run() throws Exception { long t = s.readLock(), u = s.readLock(); s.unlockRead(u); s.unlockRead(t); }
                }
                static class Upgrade {
                    static final StampedLock s = new StampedLock();
                    static void run() throws Exception {
                        Thread waits = new Thread(() -> {
                            long t = s.readLock();
                            try { s.writeLockInterruptibly(); } catch (InterruptedException e) { s.unlockRead(t); }
                        });
                        waits.start();
                        while (waits.getState() != Thread.State.WAITING) { Thread.onSpinWait(); }
                        waits.interrupt();
                        waits.join();
                    }
                }
                static class SafeUpgrade {
                    static final StampedLock s = new StampedLock();
                    static void run() throws Exception {
                        long t = s.readLock();
                        long w = s.tryConvertToWriteLock(t);
                        long r = s.tryConvertToReadLock(w);
                        s.unlock(r);
                        s.unlockWrite(s.writeLock());
                    }
                }
                static class SafeOptimistic {
                    static final StampedLock a = new StampedLock(), b = new StampedLock();
                    static void nest(StampedLock outer, StampedLock inner) {
                        long t = outer.tryOptimisticRead();
                        inner.unlockWrite(inner.writeLock());
                        outer.validate(t);
                    }
                    static void run() throws Exception { Two.run(() -> nest(a, b), () -> nest(b, a)); }
                }
                static class SafeConverted {
                    static final StampedLock s = new StampedLock();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { long t = s.writeLock(); s.tryConvertToOptimisticRead(t); synchronized (o) { n++; } },
                                () -> { synchronized (o) { s.unlockRead(s.readLock()); } });
                    }
                }
                static class SafeTried {
                    static final StampedLock s = new StampedLock();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { long t = s.writeLock(); synchronized (o) { n++; } s.unlockWrite(t); },
                                () -> { synchronized (o) { s.unlockRead(s.tryReadLock()); } });
                    }
                }

                // Not re-entrant, and asks nobody.
                static final class Spin implements Lock {
                    private final AtomicReference<Thread> owner = new AtomicReference<>();
                    @Override public void lock() { while (!tryLock()) { Thread.onSpinWait(); } }
                    @Override public void lockInterruptibly() { lock(); }
                    @Override public boolean tryLock() { return owner.compareAndSet(null, Thread.currentThread()); }
                    @Override public boolean tryLock(long time, TimeUnit unit) { return tryLock(); }
                    @Override public void unlock() { owner.set(null); }
                    @Override public Condition newCondition() { throw new UnsupportedOperationException(); }
                }
                static final class Wrapped implements Lock {
                    private final Lock lock;
                    Wrapped(Lock lock) { this.lock = lock; }
                    @Override public void lock() { lock.lock(); }
                    @Override public void lockInterruptibly() throws InterruptedException { lock.lockInterruptibly(); }
                    @Override public boolean tryLock() { return lock.tryLock(); }
                    @Override public boolean tryLock(long time, TimeUnit unit) throws InterruptedException { return lock.tryLock(time, unit); }
                    @Override public void unlock() { lock.unlock(); }
                    @Override public Condition newCondition() { return lock.newCondition(); }
                }
                static void nest(Lock outer, Lock inner) { outer.lock(); try { inner.lock(); inner.unlock(); } finally { outer.unlock(); } }
                static class Own {
                    static final Lock a = new Spin(), b = new Spin();
                    static void run() throws Exception { Two.run(() -> nest(a, b), () -> nest(b, a)); }
                }
                static class OwnAndBlock {
                    static final Lock a = new Spin();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { a.lock(); synchronized (o) { n++; } a.unlock(); }, () -> { synchronized (o) { a.lock(); a.unlock(); } });
                    }
                }
                static class SafeOwn {
                    static final Lock a = new Spin(), b = new Spin();
                    static void run() throws Exception {
                        Two.run(() -> nest(a, b), () -> { nest(a, b); b.lock(); if (a.tryLock()) { a.unlock(); } b.unlock(); });
                    }
                }
                static class Delegating {
                    static final Lock a = new Wrapped(new ReentrantLock()), b = new Wrapped(new ReentrantLock());
                    static void run() throws Exception { Two.run(() -> nest(a, b), () -> nest(b, a)); }
                }
                static class SafeDelegating {
                    static final Lock a = new Wrapped(new Wrapped(new ReentrantLock())), b = new Wrapped(new Spin());
                    static void run() throws Exception { Two.run(() -> nest(a, b), () -> { nest(a, b); a.lock(); nest(a, b); a.unlock(); }); }
                }

                static class SafeAwait { // what is awaited is given up: no order between it and what others do meanwhile
                    static final ReentrantLock l = new ReentrantLock();
                    static final Condition c = l.newCondition();
                    static final Object o = new Object();
                    static boolean ready;
                    static void run() throws Exception {
                        Thread t = new Thread(() -> { l.lock(); try { while (!ready) { c.awaitUninterruptibly(); } } finally { l.unlock(); } });
                        t.start();
                        while (t.getState() != Thread.State.WAITING) { Thread.onSpinWait(); }
                        synchronized (o) { l.lock(); ready = true; c.signalAll(); l.unlock(); }
                        t.join();
                        synchronized (o) { n++; }
                    }
                }
                static class SafeUnawaited { // signalled with locks held, and nobody ever waits with one
                    static final ReentrantLock l = new ReentrantLock();
                    static final Condition c = l.newCondition();
                    static final Object o = new Object();
                    static void run() throws Exception {
                        Two.run(() -> { synchronized (o) { l.lock(); c.signal(); c.signalAll(); l.unlock(); } }, () -> { synchronized (o) { n++; } });
                    }
                }
                static class TwoConditions { // the buffer of the textbooks
                    static final ReentrantLock l = new ReentrantLock();
                    static final Condition full = l.newCondition(), empty = l.newCondition();
                    static int items;
                    static void run() throws Exception {
                        Thread taker = new Thread(() -> {
                            for (int i = 0; i < 100; i++) { l.lock(); try { while (items == 0) { empty.awaitUninterruptibly(); } items--; full.signal(); } finally { l.unlock(); } }
                        });
                        taker.start();
                        for (int i = 0; i < 100; i++) { l.lock(); try { while (items == 2) { full.awaitUninterruptibly(); } items++; empty.signal(); } finally { l.unlock(); } }
                        taker.join();
                    }
                }
                static class AwaitUnder { // takes l again while it keeps o, in the order opposite to the other thread's
                    static final ReentrantLock l = new ReentrantLock();
                    static final Condition c = l.newCondition();
                    static final ReentrantLock o = new ReentrantLock();
                    static void run() throws Exception {
                        Two.run(() -> { l.lock(); o.lock(); c.awaitNanos(1); o.unlock(); l.unlock(); }, () -> nest(l, o));
                    }
                }

                public static void main(String[] args) throws Exception {
                    ReadWrite.run(); Readers.run(); ReadersAndWriter.run(); Views.run(); Converted.run(); ReadAgain.run(); Upgrade.run(); SafeUpgrade.run();
                    SafeOptimistic.run(); SafeConverted.run(); SafeTried.run();
                    Own.run(); OwnAndBlock.run(); SafeOwn.run(); Delegating.run(); SafeDelegating.run();
                    SafeAwait.run(); SafeUnawaited.run(); TwoConditions.run(); AwaitUnder.run();
                    System.out.println("end " + Boolean.getBoolean("agent") + (Boolean.getBoolean("agent") ? io.lockdep.engine.LockEvents.depth() : 0));
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void ringsAreReportedAndSafeTwinsAreSilent() throws IOException {
        ForkedJvm program = ForkedJvm.of(folder, KINDS).options("report.file=found.jsonl");
        Run run = program.flags("-Dagent=true").run();
        Run plain = program.flags("-Dagent=false").withoutAgent().run();

        assertThat(run.exit()).as(run.err()).isEqualTo(plain.exit()).isZero();
        assertThat(run.out()).isEqualTo(plain.out().replace("false", "true"));
        assertThat(Said.above(folder.resolve("found.jsonl"), "none", "Kinds"))
                .containsExactly(
                        "high circular ReadWrite",
                        "low circular Readers",
                        "high circular ReadersAndWriter",
                        "high circular Views",
                        "high circular Converted",
                        "low self-deadlock ReadAgain",
                        "actual self-deadlock Upgrade",
                        "high circular Own",
                        "high circular OwnAndBlock",
                        "high circular Wrapped",
                        "high circular AwaitUnder");
    }
}
