package io.lockdep.engine;

import static io.lockdep.engine.Watched.await;
import static io.lockdep.engine.Watched.lock;
import static io.lockdep.engine.Watched.unlock;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Bystander;
import io.lockdep.report.HeldEntry;
import io.lockdep.report.Nature;
import io.lockdep.report.Report;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that waits for too long is reported once, with those who keep it waiting; one that makes progress is not. */
@Timeout(60)
class StallWatchTest {

    private static final int ROUNDS = 8;

    private final Watched watched = new Watched();

    @AfterEach
    void close() throws InterruptedException {
        watched.close();
    }

    private ReentrantLock lockOf(String name) {
        return watched.named(new ReentrantLock(), name);
    }

    @Test
    void saysWhoWaitsForWhatAndWhoHasIt() {
        ReentrantLock outer = lockOf("outer");
        ReentrantLock wanted = lockOf("wanted");
        CountDownLatch held = new CountDownLatch(1);
        watched.start("holder", () -> {
            lock(wanted);
            held.countDown();
            watched.stays();
        });
        watched.start("waiter", () -> {
            held.await();
            lock(outer);
            lock(wanted);
        });
        await().until(wanted::hasQueuedThreads);

        assertThat(watched.look(3, 15).said()).as("30 s, but not yet seen").containsExactly("medium stall wanted");
        watched.look(3, 15);
        assertThat(watched.reports()).hasSize(1);

        Report report = watched.reports().get(0);
        assertThat(report.thread()).startsWith("waiter/");
        assertThat(report.held())
                .extracting(HeldEntry::lockClass)
                .singleElement()
                .asString()
                .endsWith(".outer");
        assertThat(report.backtrace().get(0)).contains("engine.Watched.lock(");
        assertThat(report.cycle()).isEmpty();
        assertThat(report.facts().get(0)).startsWith("waiter/").endsWith(" has waited for 30 s");
        assertThat(report.facts().get(1)).startsWith("the holder holder/").endsWith(" is waiting");
        assertThat(watched.others(report)).containsExactly("holder waiting");
        Bystander holder = report.others().get(0);
        assertThat(holder.held())
                .extracting(HeldEntry::lockClass)
                .singleElement()
                .asString()
                .endsWith(".wanted");
        assertThat(holder.stack()).anyMatch(frame -> frame.contains("engine.Watched.stays("));
    }

    @Test
    void aWaitShorterThanThatIsNone() {
        ReentrantLock wanted = lockOf("wanted");
        watched.start("holder", () -> {
            lock(wanted);
            watched.stays();
        });
        watched.untilAllWait();
        watched.start("waiter", () -> lock(wanted));
        await().until(wanted::hasQueuedThreads);

        assertThat(watched.look(30, 1).said()).isEmpty();
    }

    @Test
    void manyWaitsForOneLockAreNotOneLongWait() throws InterruptedException {
        ReentrantLock busy = lockOf("busy");
        Semaphore go = new Semaphore(0);
        CountDownLatch[] passed = new CountDownLatch[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            passed[i] = new CountDownLatch(1);
        }
        Thread waiter = watched.start("waiter", () -> {
            for (int i = 0; i < ROUNDS; i++) {
                go.acquire();
                lock(busy);
                unlock(busy);
                passed[i].countDown();
            }
        });
        Actor holder = new Actor("holder");
        for (int i = 0; i < ROUNDS; i++) {
            holder.act(() -> {
                LockEvents.acquire(busy, Acquisition.EXCLUSIVE);
                busy.lock();
            });
            go.release();
            await().until(() -> busy.hasQueuedThread(waiter) && waiter.getState() == Thread.State.WAITING);
            watched.look(1, 20);
            holder.act(() -> unlock(busy));
            passed[i].await();
        }
        holder.end();

        assertThat(watched.said()).isEmpty();
    }

    @Test
    void theSameForMonitors() throws InterruptedException {
        Object busy = watched.named(new Object(), "busy");
        Semaphore go = new Semaphore(0);
        Semaphore passed = new Semaphore(0);
        Thread waiter = watched.start("waiter", () -> {
            while (true) {
                go.acquire();
                HeldLocks state = LockEvents.monitorEnter(busy, null, 0);
                synchronized (busy) {
                    passed.release();
                }
                LockEvents.monitorExit(state, busy);
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            synchronized (busy) {
                go.release();
                await().until(() -> waiter.getState() == Thread.State.BLOCKED);
                watched.look(1, 20);
            }
            passed.acquire();
        }
        assertThat(watched.said()).isEmpty();

        synchronized (busy) {
            go.release();
            await().until(() -> waiter.getState() == Thread.State.BLOCKED);
            watched.look(3, 20);
        }
        assertThat(watched.said()).as("and it would be seen").containsExactly("medium stall busy");
    }

    @Test
    void aThreadThatHoldsAndRunsOrSleepsIsNotWaiting() {
        ReentrantLock lock = lockOf("lock");
        Semaphore never = new Semaphore(0);
        watched.start("holder", () -> {
            lock(lock);
            never.acquire();
        });
        ReentrantLock spun = lockOf("spun");
        Thread runner = watched.start("runner", () -> {
            lock(spun);
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        await().until(() -> lock.isLocked() && spun.isLocked());

        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).isEmpty();
        runner.interrupt();
    }

    @Test
    void aThreadThatAwaitsAConditionWaitsForNoLockAndHasGivenItUp() {
        ReentrantLock lock = lockOf("lock");
        Condition never = lock.newCondition();
        CountDownLatch held = new CountDownLatch(1);
        Thread sleeper = watched.start("sleeper", () -> {
            lock(lock);
            never.await();
        });
        await().until(() -> sleeper.getState() == Thread.State.WAITING && !lock.isLocked());
        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).isEmpty();

        watched.start("holder", () -> {
            lock(lock);
            held.countDown();
            watched.stays();
        });
        watched.start("waiter", () -> {
            held.await();
            lock(lock);
        });
        await().until(lock::hasQueuedThreads);
        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).containsExactly("medium stall lock");
        assertThat(watched.others(watched.reports().get(0))).containsExactly("holder waiting");
    }

    @Test
    void aLockTypeOfTheProgramsOwn() {
        Turnstile lock = watched.named(new Turnstile(), "turnstile");
        Thread sleeper = watched.start("sleeper", () -> {
            lock(lock.inner, lock, Acquisition.EXCLUSIVE);
            lock.sleep();
        });
        await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING && !lock.inner.isLocked());
        assertThat(watched.look(5, Watched.STALL_SECONDS).said())
                .as("its own condition is not the lock")
                .isEmpty();

        watched.start("holder", () -> {
            LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
            lock.take();
            watched.stays();
        });
        await().until(lock.inner::isLocked);
        watched.start("waiter", () -> {
            LockEvents.acquire(lock, Acquisition.EXCLUSIVE);
            lock.take();
        });
        await().until(lock.inner::hasQueuedThreads);
        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).containsExactly("medium stall turnstile");
    }

    /** A lock made of one of the JDK's. */
    static final class Turnstile {

        private final ReentrantLock inner = new ReentrantLock();
        private final Condition never = inner.newCondition();

        void take() throws InterruptedException {
            inner.lockInterruptibly();
        }

        void sleep() throws InterruptedException {
            never.awaitNanos(Long.MAX_VALUE);
        }
    }

    @Test
    void nobodyIsKnownToHoldIt() {
        ReentrantLock lock = lockOf("lock");
        lock.lock();
        watched.start("waiter", () -> lock(lock));
        await().until(lock::hasQueuedThreads);

        Report report = watched.look(3, Watched.STALL_SECONDS).reports().get(0);
        assertThat(report.facts()).anyMatch(fact -> fact.startsWith("nobody is known to hold it"));
        assertThat(report.others()).isEmpty();
        lock.unlock();
    }

    @Test
    void whoEndsWithALockIsReportedAndWhoWaitsForItWaitsForEver() throws InterruptedException {
        ReentrantLock lock = lockOf("lock");
        Object monitor = watched.named(new Object(), "monitor");
        watched.start("ended", () -> {
                    LockEvents.monitorEnter(monitor, null, 0);
                    synchronized (monitor) {
                        lock(lock);
                    }
                })
                .join();
        assertThat(watched.look(3, 1).said()).containsExactly("actual held-at-exit lock");
        assertThat(watched.reports().get(0).thread()).matches(".*ended.*/\\d+");

        watched.start("waiter", () -> lock(lock));
        await().until(lock::hasQueuedThreads);
        assertThat(watched.look(4, Watched.STALL_SECONDS).said())
                .containsExactly("actual held-at-exit lock", "actual stall lock");
        assertThat(watched.reports().get(1).facts()).anyMatch(fact -> fact.endsWith(" has ended holding it"));
    }

    @Test
    void whatWasReleasedByAnotherThreadIsNotHeldAtExit() throws InterruptedException {
        StampedLock lock = watched.named(new StampedLock(), "lock");
        watched.start("ended", () -> {
                    LockEvents.acquire(lock, Acquisition.ONCE);
                    lock.writeLock();
                })
                .join();
        lock.tryUnlockWrite();
        Semaphore permit = watched.named(new Semaphore(1), "permit");
        watched.start("ended too", () -> {
                    LockEvents.acquire(permit, Acquisition.ONCE);
                    permit.acquire();
                })
                .join();
        permit.release();

        assertThat(watched.look(3, 1).said()).isEmpty();
    }

    @Test
    void norIsWhatAnotherThreadHas() throws InterruptedException {
        ReentrantLock lock = lockOf("lock");
        watched.start("ended", () -> LockEvents.acquire(lock, Acquisition.EXCLUSIVE))
                .join();
        watched.start("owner", () -> {
            lock(lock);
            watched.stays();
        });
        await().until(lock::isLocked);

        assertThat(watched.look(3, 1).said()).isEmpty();
    }

    @Test
    void waitingForAnEventIsAStallOnlyForWhoKeepsALock() {
        Event event = watched.named(new Event(), "event");
        watched.start("idle", () -> watched.waitsFor(event));
        watched.untilAllWait();
        assertThat(watched.look(4, Watched.STALL_SECONDS).said()).isEmpty();

        ReentrantLock lock = lockOf("lock");
        watched.start("keeper", () -> {
            lock(lock);
            watched.waitsFor(event);
        });
        watched.untilAllWait();
        assertThat(watched.look(4, Watched.STALL_SECONDS).said()).containsExactly("medium stall event");
        assertThat(watched.reports().get(0).thread()).startsWith("keeper/");
    }

    @Test
    void manyWaitsForOneEventAreNotOneLongWait() throws InterruptedException {
        Event event = watched.named(new Event(), "event");
        ReentrantLock lock = lockOf("lock");
        Semaphore signal = new Semaphore(0);
        Semaphore passed = new Semaphore(0);
        Thread waiter = watched.start("waiter", () -> {
            lock(lock);
            while (true) {
                LockEvents.waits(event);
                signal.acquire();
                LockEvents.waited();
                passed.release();
            }
        });
        for (int i = 0; i < ROUNDS; i++) {
            await().until(signal::hasQueuedThreads);
            await().until(() -> waiter.getState() == Thread.State.WAITING);
            watched.look(1, 20);
            signal.release();
            passed.acquire();
        }
        assertThat(watched.said()).isEmpty();
    }

    @Test
    void theNextStallOfTheSameClassesIsTheSameFinding() {
        ReentrantLock lock = lockOf("lock");
        lock.lock();
        watched.start("first", () -> lock(lock));
        watched.start("second", () -> lock(lock));
        await().until(() -> lock.getQueueLength() == 2);

        assertThat(watched.look(4, Watched.STALL_SECONDS).said()).containsExactly("medium stall lock");
        lock.unlock();
    }

    /** Something that anybody may signal. */
    static final class Event implements Awaited {

        @Override
        public Nature nature() {
            return Nature.SIGNAL;
        }

        @Override
        public Enders enders() {
            return Enders.all(List.of());
        }
    }
}
