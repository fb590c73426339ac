package io.lockdep.engine;

import static io.lockdep.engine.Watched.await;
import static io.lockdep.engine.Watched.lock;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that really block each other for good are reported once, and nobody else is. */
@Timeout(60)
class DeadlockWatchTest {

    private final Watched watched = new Watched();

    @AfterEach
    void close() throws InterruptedException {
        watched.close();
    }

    private void abba(ReentrantLock a, ReentrantLock b, String one, String two) {
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start(one, () -> nest(a, both, b));
        watched.start(two, () -> nest(b, both, a));
        await().until(() -> a.hasQueuedThreads() && b.hasQueuedThreads());
    }

    private static void nest(Lock outer, CyclicBarrier both, Lock inner) throws InterruptedException {
        lock(outer);
        Watched.meet(both);
        lock(inner);
    }

    private ReentrantLock lockOf(String name) {
        return watched.named(new ReentrantLock(), name);
    }

    @Test
    void twoLocksInTwoOrders() {
        abba(lockOf("a"), lockOf("b"), "one", "two");

        assertThat(watched.look(2, 1).said()).as("not before it is certain").isEmpty();
        assertThat(watched.look(1, 1).said()).containsExactly("actual actual-deadlock a b");

        Report report = watched.reports().get(0);
        assertThat(watched.others(report)).containsExactly("one blocked on b", "two blocked on a");
        assertThat(report.cycle()).hasSize(2);
        for (int k = 0; k < 2; k++) {
            Party party = report.cycle().get(k);
            assertThat(party.holds()).isEqualTo(report.cycle().get(1 - k).wants());
            assertThat(party.column()).isEqualTo(k);
            assertThat(party.timed()).isFalse();
            assertThat(party.waitStack().get(0)).contains("engine.Watched.lock(");
        }
        assertThat(report.wanted().lockClass()).isEqualTo(report.cycle().get(0).wants());
        assertThat(report.held()).hasSize(1).first().isEqualTo(report.conflicting());
        assertThat(report.facts())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("/" + threadId(report) + " has waited for 2 s");
    }

    private static String threadId(Report report) {
        return report.thread().substring(report.thread().lastIndexOf('/') + 1);
    }

    @Test
    void twoMonitorsInTwoOrders() {
        Object a = watched.named(new Object(), "a");
        Object b = watched.named(new Object(), "b");
        CyclicBarrier both = new CyclicBarrier(2);
        Thread one = watched.start("one", () -> nestMonitors(a, both, b));
        Thread two = watched.start("two", () -> nestMonitors(b, both, a));
        await().until(() -> one.getState() == Thread.State.BLOCKED && two.getState() == Thread.State.BLOCKED);

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock a b");
    }

    private static void nestMonitors(Object outer, CyclicBarrier both, Object inner) throws InterruptedException {
        HeldLocks state = LockEvents.monitorEnter(outer, null, 0);
        synchronized (outer) {
            Watched.meet(both);
            LockEvents.monitorEnter(inner, state, 0);
            synchronized (inner) {
                throw new AssertionError("not reached");
            }
        }
    }

    @Test
    void aRingOfThreeWithABystanderThatWaitsBehindIt() {
        ReentrantLock a = lockOf("a");
        ReentrantLock b = lockOf("b");
        ReentrantLock c = lockOf("c");
        CyclicBarrier all = new CyclicBarrier(3);
        watched.start("one", () -> nest(a, all, b));
        watched.start("two", () -> nest(b, all, c));
        watched.start("three", () -> nest(c, all, a));
        watched.untilAllWait();
        await().until(() -> a.hasQueuedThreads() && b.hasQueuedThreads() && c.hasQueuedThreads());
        watched.start("behind", () -> lock(a));
        await().until(() -> a.getQueueLength() == 2);

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock a b c");
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("one blocked on b", "three blocked on a", "two blocked on c");

        assertThat(watched.look(4, Watched.STALL_SECONDS).said())
                .as("once, and who waits behind it is a stall that never ends")
                .containsExactly("actual actual-deadlock a b c", "actual stall a");
        assertThat(watched.reports().get(1).thread()).startsWith("behind/");
    }

    @Test
    void readersThatWaitForEachOtherThroughWriters() {
        ReentrantReadWriteLock a = watched.named(new ReentrantReadWriteLock(), "a");
        ReentrantReadWriteLock b = watched.named(new ReentrantReadWriteLock(), "b");
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start("one", () -> readThenWrite(a, both, b));
        watched.start("two", () -> readThenWrite(b, both, a));
        await().until(() -> a.hasQueuedThreads() && b.hasQueuedThreads());

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock a b");
        for (Party party : watched.reports().get(0).cycle()) {
            assertThat(party.holdMode() + party.wantMode()).isEqualTo("RW");
        }
    }

    private static void readThenWrite(ReentrantReadWriteLock outer, CyclicBarrier both, ReentrantReadWriteLock inner)
            throws InterruptedException {
        lock(outer.readLock(), outer, Acquisition.SHARED);
        Watched.meet(both);
        lock(inner.writeLock(), inner, Acquisition.EXCLUSIVE);
    }

    @Test
    void aReaderBehindAWriterBehindAReader() {
        ReentrantReadWriteLock shared = watched.named(new ReentrantReadWriteLock(), "shared");
        ReentrantLock lock = lockOf("lock");
        CountDownLatch queued = new CountDownLatch(1);
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start("reader", () -> {
            lock(shared.readLock(), shared, Acquisition.SHARED);
            Watched.meet(both);
            lock(lock);
        });
        watched.start("owner", () -> {
            lock(lock);
            Watched.meet(both);
            queued.await();
            lock(shared.readLock(), shared, Acquisition.SHARED);
        });
        await().until(lock::hasQueuedThreads);
        watched.start("writer", () -> lock(shared.writeLock(), shared, Acquisition.EXCLUSIVE));
        await().until(() -> shared.getQueueLength() == 1);
        assertThat(watched.look(5, 1).said()).as("the owner can go on").isEmpty();
        queued.countDown();
        await().until(() -> shared.getQueueLength() == 2);

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock lock shared");
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("owner blocked on shared", "reader blocked on lock", "writer blocked on shared");
    }

    @Test
    void aReaderBehindAWriterThatGivesUpIsNotStuck() {
        ReentrantReadWriteLock shared = watched.named(new ReentrantReadWriteLock(), "shared");
        ReentrantLock lock = lockOf("lock");
        CountDownLatch queued = new CountDownLatch(1);
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start("reader", () -> {
            lock(shared.readLock(), shared, Acquisition.SHARED);
            Watched.meet(both);
            lock(lock);
        });
        watched.start("owner", () -> {
            lock(lock);
            Watched.meet(both);
            queued.await();
            lock(shared.readLock(), shared, Acquisition.SHARED);
        });
        await().until(lock::hasQueuedThreads);
        watched.start("writer", () -> {
            LockEvents.acquire(shared, Acquisition.TIMED);
            shared.writeLock().tryLock(1, TimeUnit.HOURS);
        });
        await().until(() -> shared.getQueueLength() == 1);
        queued.countDown();
        await().until(() -> shared.getQueueLength() == 2);

        assertThat(watched.look(5, 1).said()).isEmpty();
    }

    @Test
    void aTimedWaitInTheRingIsAStallAndNoDeadlock() {
        ReentrantLock a = lockOf("a");
        ReentrantLock b = lockOf("b");
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start("one", () -> nest(a, both, b));
        watched.start("two", () -> {
            lock(b);
            Watched.meet(both);
            LockEvents.acquire(a, Acquisition.TIMED);
            a.tryLock(1, TimeUnit.HOURS);
        });
        await().until(() -> a.hasQueuedThreads() && b.hasQueuedThreads());

        assertThat(watched.look(5, Watched.STALL_SECONDS).said())
                .containsExactlyInAnyOrder("medium stall a", "medium stall b");
    }

    @Test
    void aThreadThatWaitsForItself() {
        StampedLock lock = watched.named(new StampedLock(), "lock");
        watched.start("one", () -> {
            LockEvents.acquire(lock, Acquisition.ONCE);
            lock.writeLock();
            LockEvents.acquire(lock, Acquisition.ONCE);
            lock.writeLockInterruptibly();
        });
        watched.untilAllWait();

        assertThat(watched.look(4, 1).said()).containsExactly("actual actual-deadlock lock");
        assertThat(watched.reports().get(0).reason()).startsWith("the thread waits for what only it can give");
    }

    @Test
    void aReaderThatWantsToWrite() {
        ReentrantReadWriteLock lock = watched.named(new ReentrantReadWriteLock(), "lock");
        watched.start("one", () -> {
            lock(lock.readLock(), lock, Acquisition.SHARED);
            lock(lock.writeLock(), lock, Acquisition.EXCLUSIVE);
        });
        await().until(lock::hasQueuedThreads);

        assertThat(watched.look(4, 1).said()).containsExactly("actual actual-deadlock lock");
        Party party = watched.reports().get(0).cycle().get(0);
        assertThat(party.holdMode() + party.wantMode()).isEqualTo("RW");
    }

    @Test
    void theFingerprintIsOfTheClassesAndModes() throws InterruptedException {
        Set<String> fingerprints = new HashSet<>();
        for (int run = 0; run < 2; run++) {
            try (Watched each = new Watched("fingerprint.")) {
                CyclicBarrier both = new CyclicBarrier(2);
                ReentrantLock a = each.named(new ReentrantLock(), run == 0 ? "a" : "b");
                ReentrantLock b = each.named(new ReentrantLock(), run == 0 ? "b" : "a");
                each.start("in run " + run, () -> nest(a, both, b));
                each.start("other in run " + run, () -> nest(b, both, a));
                await().until(() -> a.hasQueuedThreads() && b.hasQueuedThreads());
                assertThat(each.look(3, 1).said()).contains("actual actual-deadlock a b");
                for (Report report : each.reports()) {
                    if (report.kind() == ReportKind.ACTUAL_DEADLOCK) {
                        fingerprints.add(report.fingerprint());
                    }
                }
            }
        }
        assertThat(fingerprints).hasSize(1);
    }

    @Test
    void namesOfThreadsCannotForgeAReport() {
        abba(lockOf("a"), lockOf("b"), "\u001b[2Jone\nWARNING: forged", "x".repeat(100_000));

        Report report = watched.look(3, 1).reports().get(0);
        assertThat(report.others())
                .hasSize(2)
                .allSatisfy(other -> assertThat(other.thread())
                        .doesNotContain("\n", "\u001b")
                        .hasSizeLessThan(400));
        assertThat(report.cycle())
                .allSatisfy(party -> assertThat(party.thread()).doesNotContain("\n"));
        assertThat(report.facts()).allSatisfy(fact -> assertThat(fact).doesNotContain("\n"));
    }
}
