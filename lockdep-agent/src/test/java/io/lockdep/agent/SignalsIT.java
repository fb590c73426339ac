package io.lockdep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Semaphores, latches, barriers, queues, conditions and {@code Object.wait}: who waits with a lock that the signaller
 * needs. Each case has locks of its own; those of safe cases may be in no finding above low.
 */
class SignalsIT {

    private static final String WAITS = """
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;
            class Waits {
              static int n;
              static void seq(Runnable... rs) throws Exception { // each on a thread of its own; all alive together
                CountDownLatch[] done = new CountDownLatch[rs.length]; for (int i=0;i<rs.length;i++) done[i]=new CountDownLatch(1);
                CountDownLatch over = new CountDownLatch(1); Thread[] ts = new Thread[rs.length];
                for (int i=0;i<rs.length;i++) { int k=i; ts[i]=new Thread(() -> { try { if (k>0) done[k-1].await(); rs[k].run(); done[k].countDown(); over.await(); } catch (InterruptedException e) { } }, "s"+i); ts[i].start(); }
                done[rs.length-1].await(); over.countDown(); for (Thread t: ts) t.join(); }
              static void both(Runnable... rs) throws Exception { // at once
                CyclicBarrier start = new CyclicBarrier(rs.length); Thread[] ts = new Thread[rs.length];
                for (int i=0;i<rs.length;i++) { int k=i; ts[i]=new Thread(r(() -> { start.await(); rs[k].run(); start.await(); })); ts[i].start(); }
                for (Thread t: ts) t.join(); }
              interface X { void run() throws Exception; }
              static Runnable r(X x) { return () -> { try { x.run(); } catch (Exception e) { throw new RuntimeException(e); } }; }

              static class SemAbba { static final Semaphore a = new Semaphore(1), b = new Semaphore(1); static void run() throws Exception {
                seq(r(() -> { a.acquire(); b.acquire(); b.release(); a.release(); }), r(() -> { b.acquire(); a.acquire(); a.release(); b.release(); })); } }
              static class SemLock { static final Semaphore s = new Semaphore(1); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { s.acquire(); synchronized (o) { n++; } s.release(); }), r(() -> { synchronized (o) { s.acquire(); s.release(); } })); } }
              static class SafeSem { static final Semaphore a = new Semaphore(1), b = new Semaphore(1); static void run() throws Exception {
                seq(r(() -> { a.acquire(); b.acquire(); b.release(); a.release(); }), r(() -> { a.acquire(); b.acquire(); a.release(); b.release(); })); } }
              static class SafeSignalSem { static final Semaphore s = new Semaphore(0); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { n++; } s.release(); }), r(() -> { s.acquire(); synchronized (o) { n++; } })); } }
              static class SignalSem { static final Semaphore s = new Semaphore(0); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { s.release(); } }), r(() -> { synchronized (o) { s.acquire(); } })); } }
              static class SemMany { static final Semaphore s = new Semaphore(3); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { s.acquire(); synchronized (o) { n++; } s.release(); }), r(() -> { synchronized (o) { s.acquire(); s.release(); } })); } }
              static class SemTwice { static final Semaphore s = new Semaphore(3); static void run() throws Exception {
                seq(r(() -> { for (int i = 0; i < 2; i++) { s.acquire(); s.acquire(); s.release(2); } })); } }
              static class SafeThrottle { static final Semaphore one = new Semaphore(1), some = new Semaphore(3); static void run() throws Exception { limit(one); limit(some); }
                static void limit(Semaphore s) throws Exception { // what is started gives back what its starter took
                Thread me = Thread.currentThread(); Thread t = new Thread(() -> { while (me.getState() != Thread.State.WAITING) Thread.onSpinWait(); for (int i = 0; i < 9; i++) s.release(); }); t.start();
                for (int i = 0; i < 9; i++) s.acquire(); t.join(); } }
              static class SafeHandOver { static final Semaphore s = new Semaphore(1); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { s.acquire(); synchronized (o) { n++; } }), r(() -> { s.release(); }), r(() -> { s.acquire(); }), r(() -> { synchronized (o) { s.release(); } })); } }
              static class Latch { static final CountDownLatch l = new CountDownLatch(1); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { l.countDown(); } }), r(() -> { synchronized (o) { l.await(); } })); } }
              static class LatchTimed { static final CountDownLatch l = new CountDownLatch(1); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { l.countDown(); } }), r(() -> { synchronized (o) { l.await(1, TimeUnit.SECONDS); } })); } }
              static class SafeLatch { static final CountDownLatch l = new CountDownLatch(1); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { n++; } l.countDown(); }), r(() -> { synchronized (o) { l.await(); } })); } }
              static class Barrier { static final CyclicBarrier b = new CyclicBarrier(2); static final Object o = new Object(), p = new Object(); static void run() throws Exception {
                Thread t = new Thread(r(() -> { synchronized (p) { b.await(); } })); t.start(); synchronized (o) { b.await(); } t.join();
                seq(r(() -> { synchronized (o) { synchronized (p) { n++; } } })); } }
              static class SafeBarrier { static final CyclicBarrier b = new CyclicBarrier(2); static final Object o = new Object(); static void run() throws Exception {
                Thread t = new Thread(r(() -> { b.await(); synchronized (o) { n++; } b.await(); })); t.start(); b.await(); synchronized (o) { n++; } b.await(); t.join(); } }
              static class PhaserCase { static final Phaser p = new Phaser(2); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { p.arrive(); p.arrive(); } }), r(() -> { synchronized (o) { p.awaitAdvance(0); } })); } }
              static class SafePhaser { static final Phaser p = new Phaser(2); static void run() throws Exception {
                Thread t = new Thread(p::arriveAndAwaitAdvance); t.start(); p.arriveAndAwaitAdvance(); t.join(); } }
              static class SafeExchange { static final Exchanger<String> e = new Exchanger<>(); static void run() throws Exception {
                Thread t = new Thread(r(() -> e.exchange("a"))); t.start(); e.exchange("b"); t.join(); } }
              static class Queue0 { static final SynchronousQueue<String> q = new SynchronousQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                Thread t = new Thread(r(() -> { synchronized (o) { q.put("x"); } })); t.start(); q.take(); t.join();
                Thread u = new Thread(r(() -> { q.put("y"); })); u.start(); synchronized (o) { q.take(); } u.join(); } }
              static class Queue1 { static final BlockingQueue<String> q = new LinkedBlockingQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { q.put("x"); } }), r(() -> { synchronized (o) { q.take(); } })); } }
              static class SafeQueue1 { static final BlockingQueue<String> q = new ArrayBlockingQueue<>(2); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { q.put("x"); synchronized (o) { n++; } }), r(() -> { q.take(); synchronized (o) { n++; } })); } }
              static class Lockout { static final Object a = new Object(), b = new Object(); static boolean ready; static void run() throws Exception {
                seq(r(() -> { synchronized (a) { synchronized (b) { ready = true; b.notifyAll(); } } }), r(() -> { synchronized (a) { synchronized (b) { while (!ready) b.wait(); b.wait(1); } } }));
                Thread t = new Thread(r(() -> { while (true) { synchronized (a) { synchronized (b) { b.notifyAll(); } } Thread.sleep(20); } })); t.setDaemon(true); } }
              static class LockoutReal { static final Object a = new Object(), b = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (a) { synchronized (b) { b.notifyAll(); } } }), r(() -> { Thread me = Thread.currentThread(); Thread t = new Thread(() -> { try { Thread.sleep(200); } catch (InterruptedException e) {} me.interrupt(); }); t.start(); synchronized (a) { synchronized (b) { try { b.wait(); } catch (InterruptedException e) { } } } })); } }
              static class SafeWait { static final Object b = new Object(); static boolean ready; static void run() throws Exception {
                Thread t = new Thread(r(() -> { synchronized (b) { while (!ready) b.wait(); } })); t.start(); synchronized (b) { ready = true; b.notifyAll(); } t.join(); } }
              static class Cond { static final ReentrantLock l = new ReentrantLock(); static final Condition c = l.newCondition(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { l.lock(); c.signal(); l.unlock(); } }), r(() -> { Thread me = Thread.currentThread(); new Thread(() -> { try { Thread.sleep(200); } catch (InterruptedException e) {} me.interrupt(); }).start(); synchronized (o) { l.lock(); try { c.await(); } catch (InterruptedException e) { Thread.interrupted(); } finally { l.unlock(); } } })); } }
              static class Reacquire { static final ReentrantLock l = new ReentrantLock(); static final Condition c = l.newCondition(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { l.lock(); synchronized (o) { c.await(1, TimeUnit.MILLISECONDS); } l.unlock(); }), r(() -> { l.lock(); synchronized (o) { n++; } l.unlock(); })); } }
              static class Stamped { static final StampedLock s = new StampedLock(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { long t = s.writeLock(); synchronized (o) { n++; } s.unlockWrite(t); }), r(() -> { synchronized (o) { long t = s.readLock(); s.unlockRead(t); } })); } }
              static class Exchange { static final Exchanger<String> e = new Exchanger<>(); static final Object o = new Object(); static void run() throws Exception {
                both(r(() -> { synchronized (o) { e.exchange("a"); } e.exchange("c"); }), r(() -> { e.exchange("b"); synchronized (o) { e.exchange("d"); } })); } }
              static class SafeExchanged { static final Exchanger<String> e = new Exchanger<>(); static final Object o = new Object(); static void run() throws Exception {
                both(r(() -> { synchronized (o) { n++; } e.exchange("a"); }), r(() -> { e.exchange("b"); synchronized (o) { n++; } })); } }
              static class Transfer { static final LinkedTransferQueue<String> q = new LinkedTransferQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { q.put("x"); } }), r(() -> { synchronized (o) { q.take(); } })); } }
              static class TransferWaits { static final LinkedTransferQueue<String> q = new LinkedTransferQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                both(r(() -> { synchronized (o) { q.transfer("x"); } q.transfer("y"); }), r(() -> { q.take(); synchronized (o) { q.take(); } })); } }
              static class SafeTransfer { static final LinkedTransferQueue<String> q = new LinkedTransferQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                both(r(() -> { synchronized (o) { n++; } q.transfer("x"); q.put("y"); }), r(() -> { q.take(); synchronized (o) { n++; } q.take(); })); } }
              static class SafeOffered { static final LinkedTransferQueue<String> q = new LinkedTransferQueue<>(); static final Object o = new Object(); static void run() throws Exception {
                seq(r(() -> { synchronized (o) { q.tryTransfer("x"); q.put("x"); } }), r(() -> { synchronized (o) { q.poll(); } })); } }
              public static void main(String[] args) throws Exception {
                for (Class<?> c : new Class<?>[] {SemAbba.class, SemLock.class, SafeSem.class, SafeSignalSem.class, SignalSem.class, SemMany.class, SemTwice.class, SafeThrottle.class, SafeHandOver.class, Latch.class, LatchTimed.class, SafeLatch.class, Barrier.class, SafeBarrier.class, PhaserCase.class, SafePhaser.class, SafeExchange.class, Queue0.class, Queue1.class, SafeQueue1.class, Lockout.class, LockoutReal.class, SafeWait.class, Cond.class, Reacquire.class, Stamped.class, Exchange.class, SafeExchanged.class, Transfer.class, TransferWaits.class, SafeTransfer.class, SafeOffered.class}) {
                  java.lang.reflect.Method m = c.getDeclaredMethod("run"); m.setAccessible(true); m.invoke(null); }
                System.out.println("end");
                System.exit(0);
              }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void whoWaitsUnderALockThatTheSignallerHoldsIsReported() throws IOException {
        Run run = ForkedJvm.of(folder, WAITS).options("report.file=found.jsonl").run();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("end\n");
        assertThat(Said.above(folder.resolve("found.jsonl"), "low", "Waits"))
                .containsExactly(
                        "high circular SemAbba",
                        "high circular SemLock",
                        "high lost-signal SignalSem",
                        "medium resource SemMany",
                        "medium resource SemTwice",
                        "high lost-signal Latch",
                        "high lost-signal PhaserCase",
                        "high lost-signal Queue1",
                        "high lost-signal LockoutReal",
                        "high lost-signal Cond",
                        "high circular Reacquire",
                        "high circular Stamped",
                        "high lost-signal Exchange",
                        "high lost-signal Transfer",
                        "high lost-signal TransferWaits",
                        "high lost-signal TransferWaits");
    }
}
