package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two locks of every type in two orders, by two threads, without an agent. */
class AbbaTest {

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void twoOrdersAreReported(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        Lock b = make(kind, Policy.LOG, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> nest(b, a));

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void oneOrderIsNot(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        Lock b = make(kind, Policy.LOG, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> nest(a, b));
        stage.on("two", () -> {
            nest(b);
            nest(a);
        });

        assertThat(stage.said()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRingOfThreeIsReported(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        Lock b = make(kind, Policy.LOG, "B");
        Lock c = make(kind, Policy.LOG, "C");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> nest(b, c));
        stage.on("three", () -> nest(c, a));

        assertThat(stage.said()).containsExactly("high circular A B C");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatWaitsInterruptiblyIsReported(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        Lock b = make(kind, Policy.LOG, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lockInterruptibly();
            a.lockInterruptibly();
            assertThat(stage.held()).containsExactly("B", "A");
            a.unlock();
            b.unlock();
        });

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void nothingDependsOnALockThatIsOnlyTried(Kind kind) {
        Lock a = make(kind, Policy.THROW, "A");
        Lock b = make(kind, Policy.THROW, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lock();
            assertThat(a.tryLock()).isTrue();
            assertThat(stage.held()).containsExactly("B", "A");
            a.unlock();
            b.unlock();
        });

        assertThat(stage.said()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whoHasTriedWithSuccessHoldsTheLock(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        Lock b = make(kind, Policy.LOG, "B");

        stage.on("one", () -> {
            assertThat(a.tryLock()).isTrue();
            nest(b);
            a.unlock();
        });
        stage.on("two", () -> nest(b, a));

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void whoHasTriedInVainDoesNot(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        stage.on("one", a::lock);
        stage.on("two", () -> {
            assertThat(a.tryLock()).isFalse();
            assertThat(stage.held()).isEmpty();
        });
        stage.on("one", a::unlock);
    }

    @ParameterizedTest
    @EnumSource
    void oneThatGivesUpAfterAWhileIsLowAndNeverThrown(Kind kind) {
        Lock a = make(kind, Policy.THROW, "A");
        Lock b = make(kind, Policy.THROW, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lock();
            assertThat(a.tryLock(1, TimeUnit.HOURS)).isTrue();
            assertThat(stage.held()).containsExactly("B", "A");
            a.unlock();
            b.unlock();
        });

        assertThat(stage.said()).containsExactly("low circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutLeavesNothingHeld(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        stage.on("one", a::lock);
        stage.on("two", () -> {
            assertThat(a.tryLock(1, TimeUnit.NANOSECONDS)).isFalse();
            assertThat(stage.held()).isEmpty();
        });
        stage.on("one", a::unlock);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptLeavesNothingHeld(Kind kind) {
        Lock a = make(kind, Policy.LOG, "A");
        stage.on("one", () -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(a::lockInterruptibly).isInstanceOf(InterruptedException.class);
            assertThat(stage.held()).isEmpty();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> a.tryLock(1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
            assertThat(stage.held()).isEmpty();
        });
    }

    private Lock make(Kind kind, Policy policy, String name) {
        return kind.make(LockFactory.newInstance(policy), stage.name(name));
    }

    private static void nest(Lock... locks) {
        for (Lock lock : locks) {
            lock.lock();
        }
        for (int i = locks.length - 1; i >= 0; i--) {
            locks[i].unlock();
        }
    }
}
