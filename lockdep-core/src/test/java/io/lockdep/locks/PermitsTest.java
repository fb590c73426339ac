package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.engine.LockEvents;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A semaphore of one permit is a lock while whoever takes it gives it back, and nothing else is. */
class PermitsTest {

    private final Stage stage = new Stage();
    private final LockFactory locks = LockFactory.newInstance(Policy.THROW);

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void takingTheOnlyPermitTwiceIsToldBeforeItBlocks() {
        Semaphore a = locks.newSemaphore(stage.name("A"), 1);

        stage.on("one", () -> {
            a.acquire();
            assertThatThrownBy(a::acquire).isInstanceOf(PotentialDeadlockException.class);
            assertThatThrownBy(() -> a.acquire(1)).isInstanceOf(PotentialDeadlockException.class);
            assertThatThrownBy(a::acquireUninterruptibly).isInstanceOf(PotentialDeadlockException.class);
            assertThatThrownBy(() -> a.acquireUninterruptibly(1)).isInstanceOf(PotentialDeadlockException.class);
            assertThat(a.tryAcquire()).isFalse();
            assertThat(a.tryAcquire(1, TimeUnit.NANOSECONDS)).isFalse();
            assertThat(a.tryAcquire(1, 1, TimeUnit.NANOSECONDS)).isFalse();
            assertThat(stage.held()).containsExactly("A");
            a.release(1);
        });

        assertThat(stage.said()).containsExactly("actual self-deadlock A");
    }

    @Test
    void everyWayToTakeThePermitIsFollowed() {
        Semaphore a = locks.newSemaphore(stage.name("A"), 1);

        stage.on("one", () -> {
            a.acquire(1);
            a.release();
            a.acquireUninterruptibly(1);
            a.release();
            assertThat(a.tryAcquire(1)).isTrue();
            a.release();
            assertThat(a.tryAcquire(1, 1, TimeUnit.HOURS)).isTrue();
            assertThat(stage.held()).containsExactly("A");
            a.release();
            assertThat(a.drainPermits()).isEqualTo(1);
            assertThat(stage.held()).containsExactly("A");
            assertThat(a.drainPermits()).isZero();
            a.release();
            a.acquire(0);
            a.release(0);
            assertThat(stage.held()).isEmpty();
        });
    }

    @Test
    void aPermitThatAnotherThreadGivesBackIsASignalAndNeverABadUnlock() {
        Semaphore signal = locks.newSemaphore(stage.name("signal"), 1);
        Lock b = locks.newReentrantLock(stage.name("B"));

        for (int round = 0; round < 2; round++) {
            stage.on("one", signal::acquire);
            stage.on("two", signal::release);
        }
        stage.on("one", () -> nestBoth(signal, b));
        stage.on("two", () -> {
            b.lock();
            signal.acquire();
            signal.release();
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
        stage.on("one", () -> assertThat(stage.held()).isEmpty());
    }

    @Test
    void whoTakesASignalIsNotKnownToHoldIt() {
        Semaphore signal = locks.newSemaphore(stage.name("signal"), 1);
        stage.on("one", signal::acquire);
        stage.on("two", signal::release);

        stage.on("three", () -> {
            signal.acquire();
            assertThat(LockEvents.depth()).isZero();
            signal.release();
            assertThat(signal.tryAcquire()).isTrue();
            assertThat(LockEvents.depth()).isZero();
            signal.release();
            assertThat(signal.tryAcquire(1, TimeUnit.HOURS)).isTrue();
            assertThat(LockEvents.depth()).isZero();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void whatWasLearntBeforeTheFirstHandOverIsForgotten() {
        Semaphore a = locks.newSemaphore(stage.name("A"), 1);
        Lock b = locks.newReentrantLock(stage.name("B"));
        Lock c = locks.newReentrantLock(stage.name("C"));

        stage.on("one", () -> nestBoth(a, b));
        stage.on("two", () -> {
            c.lock();
            a.acquire();
            a.release();
            c.unlock();
        });
        stage.on("one", a::acquire);
        stage.on("two", a::release);
        stage.on("two", () -> {
            b.lock();
            c.lock();
            c.unlock();
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
        stage.on("one", () -> assertThat(stage.held()).containsExactly());
    }

    @Test
    void othersOfTheClassAreSignalsThenToo() {
        Semaphore one = locks.newSemaphore(stage.name("A"), 1);
        Semaphore other = locks.newSemaphore(stage.name("A"), 1);
        Lock b = locks.newReentrantLock(stage.name("B"));

        stage.on("one", one::acquire);
        stage.on("two", one::release);
        stage.on("one", () -> nestBoth(other, b));
        stage.on("two", () -> {
            b.lock();
            other.acquire();
            other.release();
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aPermitThatIsAddedEndsTheLock() {
        for (int added : List.of(1, 2)) {
            Semaphore a = locks.newSemaphore(stage.name("A" + added), 1);
            stage.on("one", () -> {
                a.release(added);
                a.acquire();
                a.acquire();
                a.release(2);
            });
        }

        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aPermitThatIsTakenAwayEndsTheLock() {
        class Shrinking extends io.lockdep.locks.Semaphore {
            private static final long serialVersionUID = 1L;

            Shrinking() {
                super(stage.name("A"), 1);
            }

            void shrink() {
                reducePermits(2);
            }
        }
        Shrinking a = new Shrinking();

        stage.on("one", () -> {
            a.shrink();
            assertThat(a.drainPermits()).isEqualTo(-1);
            a.release();
            a.acquire();
            assertThat(a.availablePermits()).isZero();
            assertThat(stage.held()).isEmpty();
        });

        assertThat(stage.said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 10})
    void anyOtherNumberOfPermitsIsNoLock(int permits) {
        Semaphore a = locks.newSemaphore(stage.name("A"), permits);

        stage.on("one", () -> {
            a.release(3);
            a.acquire();
            a.acquire();
            assertThat(stage.held()).isEmpty();
        });

        assertThat(a.availablePermits()).isEqualTo(permits + 1);
        assertThat(stage.said()).isEmpty();
    }

    private static void nestBoth(Semaphore outer, Lock inner) throws InterruptedException {
        outer.acquire();
        inner.lock();
        inner.unlock();
        outer.release();
    }
}
