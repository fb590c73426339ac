package io.lockdep.engine;

import static io.lockdep.engine.Watched.await;
import static io.lockdep.engine.Watched.lock;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Resource;
import io.lockdep.Scope;
import io.lockdep.Task;
import io.lockdep.report.Nature;
import io.lockdep.report.Party;
import io.lockdep.report.Report;
import io.lockdep.report.ReportKind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlocks through what is no lock: bounded supplies, tasks, the workers of a pool. */
@Timeout(60)
class WaitWatchTest {

    private final Watched watched = new Watched();

    @AfterEach
    void close() throws InterruptedException {
        watched.close();
    }

    private ReentrantLock lockOf(String name) {
        return watched.named(new ReentrantLock(), name);
    }

    @Test
    void unitsOfASupplyOnlyIfAllHoldersAreStuck() {
        Supply supply = watched.named(new Supply(), "supply");
        ReentrantLock lock = lockOf("lock");
        CountDownLatch owned = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Thread first = watched.start("first", () -> {
            owned.await();
            lock(lock);
        });
        Thread second = watched.start("second", () -> {
            free.await();
            lock(lock);
        });
        supply.holders = List.of(first, second);
        watched.start("owner", () -> {
            lock(lock);
            owned.countDown();
            watched.waitsFor(supply);
        });
        await().until(() -> lock.hasQueuedThread(first));
        watched.untilAllWait();
        assertThat(watched.look(5, 1).said())
                .as("the second holder can give its unit back")
                .isEmpty();
        free.countDown();
        await().until(() -> lock.hasQueuedThread(second));

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock lock supply");
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("first blocked on lock", "owner blocked on supply", "second blocked on lock");
        assertThat(watched.reports().get(0).cycle())
                .extracting(Party::wantsNature)
                .containsExactlyInAnyOrder(Nature.LOCK, Nature.RESOURCE);
    }

    @Test
    void aTaskThatNeedsWhatItsWaiterHolds() {
        Job job = watched.named(new Job(), "job");
        ReentrantLock lock = lockOf("lock");
        CountDownLatch held = new CountDownLatch(1);
        job.runner = watched.start("runner", () -> {
            held.await();
            lock(lock);
        });
        watched.start("waiter", () -> {
            lock(lock);
            held.countDown();
            watched.waitsFor(job);
        });
        await().until(lock::hasQueuedThreads);
        watched.untilAllWait();

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock job lock");
    }

    @Test
    void workersThatAllWaitForTasksOfTheirOwnPool() {
        Job one = watched.named(new Job(), "job");
        Job two = watched.named(new Job(), "job");
        Thread first = watched.start("first", () -> watched.waitsFor(one));
        Thread second = watched.start("second", () -> watched.waitsFor(two));
        one.workers = List.of(first, second);
        two.workers = List.of(first, second);
        watched.untilAllWait();

        assertThat(watched.look(4, 1).said()).containsExactly("actual actual-deadlock job");
        Report report = watched.reports().get(0);
        assertThat(report.facts()).anyMatch(fact -> fact.startsWith("thread pool starvation"));
        assertThat(watched.others(report)).containsExactly("first blocked on job", "second blocked on job");
    }

    @Test
    void workersOfWhomOneIsOnlyBusyAreNot() {
        Job job = watched.named(new Job(), "job");
        ReentrantLock other = lockOf("other");
        Thread first = watched.start("first", () -> watched.waitsFor(job));
        Thread second = watched.start("second", () -> {
            lock(other);
            watched.stays();
        });
        job.workers = List.of(first, second);
        watched.untilAllWait();

        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).isEmpty();
    }

    @Test
    void theLibrarysOwnSupplies() {
        Resource supply = Resource.of(watched.nameOf("supply"), 2);
        ReentrantLock lock = lockOf("lock");
        CyclicBarrier all = new CyclicBarrier(3);
        CountDownLatch free = new CountDownLatch(1);
        Thread first = watched.start("first", () -> {
            supply.acquire();
            Watched.meet(all);
            lock(lock);
        });
        Thread second = watched.start("second", () -> {
            supply.acquire();
            Watched.meet(all);
            free.await();
            lock(lock);
        });
        watched.start("owner", () -> {
            lock(lock);
            Watched.meet(all);
            supply.acquire();
            watched.stays();
        });
        await().until(() -> lock.hasQueuedThread(first));
        watched.untilAllWait();
        assertThat(watched.look(5, 1).said())
                .as("the second holder can give its unit back")
                .isEmpty();
        free.countDown();
        await().until(() -> lock.hasQueuedThread(second));

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock lock supply");
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("first blocked on lock", "owner blocked on supply", "second blocked on lock");
    }

    @Test
    void flowsThatEachHaveAUnitAndAskForAnother() {
        Resource supply = Resource.of(watched.nameOf("supply"), 2);
        CyclicBarrier both = new CyclicBarrier(2);
        for (String name : List.of("one", "two")) {
            watched.start(name, () -> {
                supply.acquire();
                Watched.meet(both);
                if (name.equals("one")) {
                    supply.acquire(watched::stays);
                } else {
                    supply.acquire();
                    watched.stays();
                }
            });
        }
        watched.untilAllWait();

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock supply");
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("one blocked on supply", "two blocked on supply");
    }

    @Test
    void aSecondUnitAskedForUnderALockThatTheOtherFlowNeeds() {
        Resource supply = Resource.of(watched.nameOf("supply"), 2);
        ReentrantLock lock = lockOf("lock");
        CyclicBarrier both = new CyclicBarrier(2);
        watched.start("one", () -> {
            supply.acquire();
            lock(lock);
            Watched.meet(both);
            supply.acquire();
            watched.stays();
        });
        watched.start("two", () -> {
            supply.acquire();
            Watched.meet(both);
            lock(lock);
        });
        await().until(lock::hasQueuedThreads);
        watched.untilAllWait();

        watched.look(3, 1);
        assertThat(watched.reports()).extracting(Report::kind).containsExactly(ReportKind.ACTUAL_DEADLOCK);
        assertThat(watched.others(watched.reports().get(0)))
                .containsExactly("one blocked on supply", "two blocked on lock");
    }

    @Test
    void aSlowSupplyIsAStallEvenForWhoHasNothing() {
        Resource supply = Resource.of(watched.nameOf("supply"), 1);
        CountDownLatch taken = new CountDownLatch(1);
        watched.start("holder", () -> {
            supply.acquire();
            taken.countDown();
            LockEvents.acquire(watched.named(new Object(), "other"), Acquisition.EXCLUSIVE);
            watched.stays();
        });
        watched.start("waiter", () -> {
            taken.await();
            supply.acquire(watched::stays);
        });
        watched.untilAllWait();

        watched.look(4, Watched.STALL_SECONDS);
        assertThat(watched.said()).containsExactly("medium stall supply");
        assertThat(watched.others(watched.reports().get(0))).containsExactly("holder waiting");
    }

    @Test
    void flowsThatEachHaveAUnitAndNoMoreAreOnlySlow() {
        Resource supply = Resource.of(watched.nameOf("supply"), 2);
        for (String name : List.of("one", "two")) {
            watched.start(name, () -> {
                supply.acquire();
                watched.stays();
            });
        }
        watched.untilAllWait();

        assertThat(watched.look(5, Watched.STALL_SECONDS).said()).isEmpty();
    }

    @Test
    void theLibrarysOwnTasks() {
        Task task = Task.of(watched.nameOf("task"));
        ReentrantLock lock = lockOf("lock");
        CountDownLatch held = new CountDownLatch(1);
        watched.start("runner", () -> {
            try (Scope s = task.run()) {
                held.await();
                lock(lock);
            }
        });
        watched.start("waiter", () -> {
            lock(lock);
            held.countDown();
            task.get(watched::staysAndReturns);
        });
        await().until(lock::hasQueuedThreads);
        watched.untilAllWait();

        assertThat(watched.look(3, 1).said()).containsExactly("actual actual-deadlock lock task");
    }

    @Test
    void theLibrarysOwnPools() {
        Resource pool = Resource.pool(watched.nameOf("pool"), 2);
        CountDownLatch free = new CountDownLatch(1);
        for (String name : List.of("one", "two")) {
            watched.start(name, () -> {
                Task outer = Task.of(watched.nameOf("outer"), pool);
                Task inner = Task.of(watched.nameOf("inner"), pool);
                try (Scope s = outer.run()) {
                    if (name.equals("two")) {
                        free.await();
                    }
                    inner.get(watched::staysAndReturns);
                }
            });
        }
        watched.untilAllWait();
        assertThat(watched.look(5, 1).said()).as("the second worker comes free").isEmpty();
        free.countDown();

        await().untilAsserted(
                        () -> assertThat(watched.look(1, 1).said()).containsExactly("actual actual-deadlock inner"));
        Report report = watched.reports().get(0);
        assertThat(report.facts()).anyMatch(fact -> fact.startsWith("thread pool starvation"));
        assertThat(report.cycle()).extracting(Party::holds).containsExactly(watched.nameOf("pool"));
        assertThat(watched.others(report)).containsExactly("one blocked on inner", "two blocked on inner");
    }

    /** Units that some threads have, as the library's own supplies tell it. */
    static final class Supply implements Awaited {

        private volatile List<Thread> holders = List.of();

        @Override
        public Nature nature() {
            return Nature.RESOURCE;
        }

        @Override
        public Enders enders() {
            return Enders.any(holders);
        }
    }

    /** A task that one thread runs, or that waits for a worker. */
    static final class Job implements Awaited {

        private volatile Thread runner;
        private volatile List<Thread> workers = List.of();

        @Override
        public Nature nature() {
            return runner == null ? Nature.POOL : Nature.MAP;
        }

        @Override
        public Enders enders() {
            return runner == null ? Enders.any(workers) : Enders.all(List.of(runner));
        }
    }
}
