package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who waits for a condition takes the lock again, with whatever else it holds. */
class ConditionsTest {

    /** Every way to wait that ends by itself: nobody has to signal. */
    enum Wait {
        NANOS {
            @Override
            void on(Condition condition) throws InterruptedException {
                assertThat(condition.awaitNanos(1)).isLessThanOrEqualTo(0);
            }
        },
        TIME {
            @Override
            void on(Condition condition) throws InterruptedException {
                assertThat(condition.await(1, TimeUnit.NANOSECONDS)).isFalse();
            }
        },
        UNTIL {
            @Override
            void on(Condition condition) throws InterruptedException {
                assertThat(condition.awaitUntil(Date.from(Instant.EPOCH))).isFalse();
            }
        },
        INTERRUPTED {
            @Override
            void on(Condition condition) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(condition::await).isInstanceOf(InterruptedException.class);
            }
        };

        abstract void on(Condition condition) throws InterruptedException;
    }

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void takingTheLockAgainUnderAnotherIsAnOrder(Wait wait) {
        for (Kind kind : List.of(Kind.REENTRANT, Kind.WRITE)) {
            Lock a = make(kind, Policy.LOG, kind + ".A");
            Lock b = make(kind, Policy.LOG, kind + ".B");
            Condition condition = a.newCondition();

            stage.on("one", () -> {
                a.lock();
                b.lock();
                wait.on(condition);
                assertThat(stage.held()).containsExactly(kind + ".B", kind + ".A");
                b.unlock();
                a.unlock();
            });

            assertThat(stage.said()).contains("medium circular " + kind + ".A " + kind + ".B");
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingUnderNothingElseIsNot(Wait wait) {
        Lock a = make(Kind.REENTRANT, Policy.THROW, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");

        stage.on("one", () -> {
            a.lock();
            a.lock();
            wait.on(a.newCondition());
            assertThat(stage.held()).containsExactly("A");
            b.lock();
            b.unlock();
            a.unlock();
            assertThat(stage.held()).containsExactly("A");
            a.unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void throwingPreventsTheWait() {
        Lock a = make(Kind.REENTRANT, Policy.THROW, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");
        Condition condition = a.newCondition();

        stage.on("one", () -> {
            a.lock();
            a.lock();
            b.lock();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(condition::await).isInstanceOf(PotentialDeadlockException.class);
                assertThatThrownBy(condition::awaitUninterruptibly).isInstanceOf(PotentialDeadlockException.class);
            }
            assertThat(((ReentrantLock) a).getHoldCount()).isEqualTo(2);
            assertThat(stage.held()).containsExactlyInAnyOrder("A", "B");
            b.unlock();
            a.unlock();
            assertThat(stage.held()).containsExactly("A");
            a.unlock();
        });

        assertThat(stage.said()).containsExactly("medium circular A B");
    }

    @Test
    void whileAThreadWaitsItDoesNotHoldTheLock() throws InterruptedException {
        ReentrantLock a = new ReentrantLock(stage.name("A"));
        Condition condition = a.newCondition();
        Thread waiter = new Thread(() -> {
            a.lock();
            condition.awaitUninterruptibly();
            assertThat(stage.held()).containsExactly("A");
            a.unlock();
            assertThat(stage.held()).isEmpty();
        });
        Throwable[] failed = new Throwable[1];
        waiter.setUncaughtExceptionHandler((thread, e) -> failed[0] = e);
        waiter.start();

        stage.on("signaller", () -> {
            boolean signalled = false;
            while (!signalled) {
                a.lock();
                signalled = a.hasWaiters(condition);
                if (signalled) {
                    assertThat(a.getWaitQueueLength(condition)).isEqualTo(1);
                    assertThat(a.getWaitingThreads(condition)).containsExactly(waiter);
                    condition.signalAll();
                }
                a.unlock();
            }
        });
        waiter.join();

        assertThat(failed[0]).isNull();
    }

    @Test
    void theFindingIsOutWhileTheThreadStillWaits() throws InterruptedException {
        ReentrantLock a = new ReentrantLock(stage.name("A"));
        Lock b = new ReentrantLock(stage.name("B"));
        Condition condition = a.newCondition();
        Thread waiter = new Thread(() -> {
            a.lock();
            b.lock();
            condition.awaitUninterruptibly();
            b.unlock();
            a.unlock();
        });
        waiter.start();

        stage.on("signaller", () -> {
            boolean waits = false;
            while (!waits) {
                a.lock();
                waits = a.hasWaiters(condition);
                a.unlock();
            }
            assertThat(stage.said()).containsExactly("medium circular A B");
            a.lock();
            condition.signal();
            a.unlock();
        });
        waiter.join();
    }

    @Test
    void aConditionBelongsToItsLockAsInTheJdk() {
        ReentrantLock a = new ReentrantLock(stage.name("A"));
        ReentrantLock b = new ReentrantLock(stage.name("B"));
        ReentrantReadWriteLock c = new ReentrantReadWriteLock(stage.name("C"));
        Condition ofA = a.newCondition();
        Condition ofC = c.writeLock().newCondition();

        stage.on("one", () -> {
            a.lock();
            b.lock();
            c.writeLock().lock();
            assertThat(a.hasWaiters(ofA)).isFalse();
            assertThat(c.hasWaiters(ofC)).isFalse();
            assertThat(c.getWaitQueueLength(ofC)).isZero();
            assertThat(c.getWaitingThreads(ofC)).isEmpty();
            assertThatThrownBy(() -> b.hasWaiters(ofA)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> b.getWaitQueueLength(ofC)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> c.hasWaiters(ofA)).isInstanceOf(IllegalArgumentException.class);
            c.writeLock().unlock();
            b.unlock();
            a.unlock();
            assertThatThrownBy(() -> a.hasWaiters(ofA)).isInstanceOf(IllegalMonitorStateException.class);
        });
        Lock reader = c.readLock();
        assertThatThrownBy(reader::newCondition).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void waitingWithoutTheLockFailsAsInTheJdk() {
        ReentrantLock a = new ReentrantLock(stage.name("A"));
        ReentrantLock b = new ReentrantLock(stage.name("B"));
        Condition condition = a.newCondition();

        stage.on("one", () -> {
            b.lock();
            assertThatThrownBy(condition::await).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(condition::awaitUninterruptibly).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);
            assertThat(stage.held()).containsExactly("B");
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    private Lock make(Kind kind, Policy policy, String name) {
        return kind.make(LockFactory.newInstance(policy), stage.name(name));
    }
}
