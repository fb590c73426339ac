package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.Finding;
import io.lockdep.Lockdep;
import io.lockdep.Subscription;
import io.lockdep.engine.Engine;
import io.lockdep.engine.EngineOptions;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when a bad order is about to be taken is up to the policy of the lock that is asked for. */
class PolicyTest {

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void throwingPreventsTheAcquisition(Kind kind) {
        Lock a = make(kind, Policy.THROW, "A");
        Lock b = make(kind, Policy.THROW, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lock();
            assertThatThrownBy(a::lock).isInstanceOf(PotentialDeadlockException.class);
            assertThat(stage.held()).containsExactly("B");
            assertThatThrownBy(a::lockInterruptibly).isInstanceOf(PotentialDeadlockException.class);
            assertThat(stage.held()).containsExactly("B");
            b.unlock();
        });
        stage.on("one", () -> assertThat(a.tryLock()).as("nobody holds it").isTrue());
        stage.on("one", a::unlock);

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void everyAttemptThrows(Kind kind) {
        Lock a = make(kind, Policy.THROW, "A");
        Lock b = make(kind, Policy.THROW, "B");
        Lock c = make(kind, Policy.THROW, "C");

        stage.on("one", () -> nest(a, b));
        for (String thread : List.of("two", "two", "one", "three")) {
            stage.on(thread, () -> {
                throwsWhenNested(b, a);
                throwsWhenNested(c, b, a);
            });
        }

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void anAttemptThatThrewDoesNotMakeTheGoodOrderABadOne(Kind kind) {
        Lock a = make(kind, Policy.THROW, "A");
        Lock b = make(kind, Policy.THROW, "B");
        Lock c = make(kind, Policy.THROW, "C");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> throwsWhenNested(b, a));

        for (String thread : List.of("one", "two", "three")) {
            stage.on(thread, () -> {
                nest(a, b);
                nest(c, a, b);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void instancesOfOneClassInBothOrdersThrowToo(Kind kind) {
        Lock a1 = make(kind, Policy.THROW, "A");
        Lock a2 = make(kind, Policy.THROW, "A");
        Lock c = make(kind, Policy.THROW, "C");

        stage.on("one", () -> nest(a1, a2));
        stage.on("two", () -> {
            throwsWhenNested(a2, a1);
            throwsWhenNested(a2, a1);
        });
        stage.on("one", () -> nest(c, a1, a2));

        assertThat(stage.said()).containsExactly("high recursive A A");
    }

    @Test
    void theExceptionSaysWhatIsWrong() {
        Lock a = make(Kind.REENTRANT, Policy.THROW, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lock();
            try {
                assertThatThrownBy(a::lock).isInstanceOfSatisfying(PotentialDeadlockException.class, e -> {
                    assertThat(e).isInstanceOf(IllegalStateException.class);
                    assertThat(e.finding()).isEqualTo(Lockdep.findings().get(0));
                    assertThat(e)
                            .hasMessage(e.finding().message())
                            .hasMessageContaining(stage.name("A") + " <- " + stage.name("B"));
                    assertThat(e.finding().text()).contains("*** DEADLOCK ***");
                });
            } finally {
                b.unlock();
            }
        });
    }

    @Test
    void aLockThatOnlyLogsIsTakenUnderOneThatThrows() {
        Lock a = make(Kind.REENTRANT, Policy.LOG, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> nest(b, a));

        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @ParameterizedTest
    @EnumSource
    void collectingKeepsWhatIsFoundAndThrowsNothing(Kind kind) {
        CollectingPolicy policy = Policy.collecting();
        Lock a = make(kind, policy, "A");
        Lock b = make(kind, policy, "B");
        assertThat(policy.found()).isEmpty();

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            nest(b, a);
            nest(b, a);
        });

        assertThat(policy.found()).isEqualTo(Lockdep.findings());
        assertThat(stage.said(policy.found())).containsExactly("high circular A B");
    }

    @Test
    void collectingKeepsTheBestGradeOfAFinding() {
        CollectingPolicy policy = Policy.collecting();
        Lock a = make(Kind.REENTRANT, policy, "A");
        Lock b = make(Kind.REENTRANT, policy, "B");

        stage.on("one", () -> {
            nest(a, b);
            nest(b, a);
        });
        assertThat(stage.said(policy.found())).containsExactly("medium circular A B");
        stage.on("two", () -> nest(b, a));

        assertThat(stage.said(policy.found())).containsExactly("high circular A B");
    }

    @Test
    void aPolicyOfYourOwnMayThrowWhatItLikes() {
        List<Finding> heard = new ArrayList<>();
        Policy policy = finding -> {
            heard.add(finding);
            throw new UnsupportedOperationException(finding.message());
        };
        Lock a = make(Kind.REENTRANT, policy, "A");
        Lock b = make(Kind.REENTRANT, policy, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> {
            b.lock();
            assertThatThrownBy(a::lock).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(a::lock).isInstanceOf(UnsupportedOperationException.class);
            assertThat(stage.held()).containsExactly("B");
            b.unlock();
        });

        assertThat(stage.said(heard)).containsExactly("high circular A B", "high circular A B");
    }

    @Test
    void whatAPolicyLocksIsNotWatched() {
        Lock log = make(Kind.REENTRANT, Policy.LOG, "log");
        List<List<String>> held = new ArrayList<>();
        Policy policy = finding -> {
            log.lock();
            held.add(stage.held());
            log.unlock();
        };
        Lock a = make(Kind.REENTRANT, policy, "A");
        Lock b = make(Kind.REENTRANT, policy, "B");

        stage.on("one", () -> nest(log, a, b));
        stage.on("two", () -> nest(b, a));

        assertThat(held).hasSize(1);
        assertThat(stage.said()).containsExactly("high circular A B");
    }

    @Test
    void sinksHearOfEverythingOnceWhateverThePolicy() {
        List<Finding> heard = new ArrayList<>();
        Lock a = make(Kind.REENTRANT, Policy.THROW, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");

        try (Subscription s = Lockdep.onFinding(heard::add)) {
            stage.on("one", () -> nest(a, b));
            stage.on("two", () -> {
                throwsWhenNested(b, a);
                throwsWhenNested(b, a);
            });
        }

        assertThat(stage.said(heard)).containsExactly("high circular A B");
    }

    @Test
    void whatIsSuppressedIsNotThrown() {
        Lock a = make(Kind.REENTRANT, Policy.THROW, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");
        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> throwsWhenNested(b, a));
        String rule = Lockdep.findings().get(0).fingerprint();
        Engine.configure(
                EngineOptions.DEFAULT, Suppressions.parse(List.of("circular:" + rule + "  # reason: a test of that")));

        stage.on("two", () -> nest(b, a));
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void disabledMakesTheLocksOfTheJdk(Kind kind) {
        Lock a = make(kind, Policy.DISABLED, "A");
        Lock b = make(kind, Policy.DISABLED, "B");

        stage.on("one", () -> nest(a, b));
        stage.on("two", () -> nest(b, a));

        assertThat(stage.said()).isEmpty();
        LockFactory locks = LockFactory.newInstance(Policy.DISABLED);
        assertThat(List.of(
                        locks.newReentrantLock("A"),
                        locks.newReentrantReadWriteLock("A"),
                        locks.newStampedLock("A"),
                        locks.newSemaphore("A", 1)))
                .allMatch(lock -> lock.getClass().getName().startsWith("java."));
    }

    @Test
    void aRefusedReleaseFailsAsTheJdkFailsItWhateverThePolicySays() {
        CollectingPolicy collecting = Policy.collecting();
        Lock a = make(Kind.REENTRANT, collecting, "A");
        Lock b = make(Kind.REENTRANT, Policy.THROW, "B");

        stage.on("one", () -> {
            assertThatThrownBy(a::unlock).isInstanceOf(IllegalMonitorStateException.class);
            assertThatThrownBy(b::unlock)
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasSuppressedException(
                            new PotentialDeadlockException(Lockdep.findings().get(1)));
        });

        assertThat(stage.said(collecting.found())).containsExactly("actual bad-unlock");
        assertThat(stage.said()).containsExactly("actual bad-unlock", "actual bad-unlock");
    }

    @Test
    void theLocksOfAFactoryAreAsFairAsAsked() {
        LockFactory locks = LockFactory.newInstance(Policy.THROW);

        assertThat(locks.newReentrantLock("A", true).isFair()).isTrue();
        assertThat(locks.newReentrantLock("A").isFair()).isFalse();
        assertThat(locks.newReentrantReadWriteLock("A", true).isFair()).isTrue();
        assertThat(locks.newReentrantReadWriteLock("A").isFair()).isFalse();
        assertThat(locks.newSemaphore("A", 1, true).isFair()).isTrue();
        assertThat(locks.newSemaphore("A", 1).isFair()).isFalse();
    }

    private Lock make(Kind kind, Policy policy, String name) {
        return kind.make(LockFactory.newInstance(policy), stage.name(name));
    }

    private static void throwsWhenNested(Lock... locks) {
        int last = locks.length - 1;
        for (int i = 0; i < last; i++) {
            locks[i].lock();
        }
        try {
            assertThatThrownBy(locks[last]::lock).isInstanceOf(PotentialDeadlockException.class);
        } finally {
            for (int i = last - 1; i >= 0; i--) {
                locks[i].unlock();
            }
        }
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
