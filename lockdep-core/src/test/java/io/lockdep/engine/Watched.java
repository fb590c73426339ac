package io.lockdep.engine;

import io.lockdep.Lockdep;
import io.lockdep.report.Bystander;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import io.lockdep.report.Suppressions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Real threads that really block, and a watchdog that looks when it is told to, by a clock that goes when it is told to.
 *
 * <p>Classes carry a prefix of their own: threads that wait for a monitor cannot be ended, and stay behind.
 */
final class Watched implements AutoCloseable {

    static final int STALL_SECONDS = 30;

    private static final Set<ReportKind> NOW =
            EnumSet.of(ReportKind.STALL, ReportKind.ACTUAL_DEADLOCK, ReportKind.HELD_AT_EXIT);

    private static final AtomicLong COUNT = new AtomicLong();

    private final String prefix;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private long nowNs = 1;
    private final Watchdog watchdog = new Watchdog(STALL_SECONDS * 1_000_000_000L, () -> nowNs);

    Watched() {
        this("watched" + COUNT.incrementAndGet() + ".");
    }

    /** Classes of the same name as those of an earlier test, whose threads have ended. */
    Watched(String prefix) {
        this.prefix = prefix;
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
    }

    /** {@return a wait for what happens soon} */
    static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    interface Act {
        void run() throws InterruptedException;
    }

    /** Starts a thread that ends when it is interrupted. */
    Thread start(String name, Act act) {
        Thread thread = new Thread(
                () -> {
                    try {
                        act.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** {@return the full name of a class} */
    String nameOf(String name) {
        return prefix + name;
    }

    /** Gives a lock its class. */
    <T> T named(T lock, String name) {
        return Lockdep.name(lock, nameOf(name));
    }

    static void lock(Lock lock, Object identity, int flags) throws InterruptedException {
        LockEvents.acquire(identity, flags);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            LockEvents.abandon(identity, flags);
            throw e;
        }
    }

    static void lock(Lock lock) throws InterruptedException {
        lock(lock, lock, Acquisition.EXCLUSIVE);
    }

    static void unlock(Lock lock) {
        lock.unlock();
        LockEvents.release(lock, Acquisition.EXCLUSIVE);
    }

    /** Waits until all have come. */
    static void meet(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new InterruptedException();
        }
    }

    /** Waits on the current thread for what somebody else must do; not released until the end unless interrupted. */
    void waitsFor(Object awaited) throws InterruptedException {
        LockEvents.waits(awaited);
        try {
            end.await();
        } finally {
            LockEvents.waited();
        }
    }

    /** Holds what the current thread holds, doing nothing, until the end. */
    void stays() throws InterruptedException {
        end.await();
    }

    boolean staysAndReturns() throws InterruptedException {
        end.await();
        return true;
    }

    /** Returns when all threads that were started wait. */
    Watched untilAllWait() {
        await().until(() -> threads.stream().allMatch(thread -> HeldSnapshot.isWaiting(thread.getState())));
        return this;
    }

    /** Looks several times, with time in between. */
    Watched look(int times, int secondsBetween) {
        for (int i = 0; i < times; i++) {
            watchdog.look();
            nowNs += Duration.ofSeconds(secondsBetween).toNanos();
        }
        return this;
    }

    /** {@return what was reported of this test's locks, but for what could happen} */
    List<Report> reports() {
        return Engine.reports().stream()
                .filter(report -> NOW.contains(report.kind()))
                .filter(report -> report.wanted().lockClass().startsWith(prefix))
                .toList();
    }

    /** {@return what was reported, as grade, kind and classes} */
    List<String> said() {
        return reports().stream()
                .map(report -> report.grade().id() + " " + report.kind().id() + " " + ring(report))
                .toList();
    }

    private String ring(Report report) {
        List<String> classes = new ArrayList<>();
        for (Party party : report.cycle()) {
            classes.add(shortened(party.wants()));
        }
        return classes.isEmpty() ? shortened(report.wanted().lockClass()) : String.join(" ", Play.rotated(classes));
    }

    private String shortened(String lockClass) {
        return lockClass.replace(prefix, "");
    }

    /** {@return the other threads of a report, as name and state} */
    List<String> others(Report report) {
        return report.others().stream().map(this::other).sorted().toList();
    }

    private String other(Bystander other) {
        return shortened(other.thread().replaceFirst("/\\d+$", "") + " " + other.state());
    }

    @Override
    public void close() throws InterruptedException {
        end.countDown();
        for (Thread thread : threads) {
            thread.interrupt();
            if (thread.getState() != Thread.State.BLOCKED) {
                thread.join(1000);
            }
        }
        Engine.forget();
    }
}
