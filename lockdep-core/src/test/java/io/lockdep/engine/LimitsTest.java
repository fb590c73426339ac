package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.Lockdep;
import io.lockdep.report.Report;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A limit that is reached is counted and said, and what it does not concern is found all the same. */
class LimitsTest {

    private static final int PLENTY = 1_000_000;

    private final List<Object> alive = new ArrayList<>();
    private long errors;

    @BeforeEach
    void open() {
        errors = Engine.internalErrors();
    }

    @AfterEach
    void close() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
        LockInstances.purge();
        assertThat(Limit.sentences()).isEmpty();
        assertThat(Engine.internalErrors()).as(Engine.firstInternalError()).isEqualTo(errors);
    }

    @Test
    void whileNothingIsLostNothingIsSaid() {
        try (Play play = new Play()) {
            play.by("one", "L(A) L(B)").by("two", "L(B) L(A)");

            assertThat(limitsSaid()).isEmpty();
        }
    }

    @Test
    void locksOfFurtherClassesAreNotValidatedAndTheOthersAre() {
        int classes = Engine.graph().classCount() + 2;
        try (Play play = play(new Limits(classes, PLENTY, PLENTY, PLENTY, PLENTY, PLENTY))) {
            play.play("L(A)");
            play.play("L(B)");
            play.by("one", "L(X) L(Y)").by("two", "L(Y) L(X)");
            play.by("one", "L(A) L(X)").by("two", "L(X) L(A)");
            play.by("one", "L(X1) L(X2)").by("two", "L(X2) L(X1)");
            assertThat(play.said()).isEmpty();
            assertThat(Engine.graph().dependencyCount()).isZero();

            play.by("one", "L(A) L(B)").by("two", "L(B) L(A)");
            assertThat(play.said()).containsExactly("circular A B");
            assertThat(limitsSaid())
                    .containsExactly("max-classes=" + classes
                            + " was reached 4 times: the locks concerned share one lock class, which is not validated");
        }
    }

    @Test
    void aLockThatIsNotValidatedDoesNotHideTheOnesBelowIt() {
        int classes = Engine.graph().classCount() + 2;
        try (Play play = play(new Limits(classes, PLENTY, PLENTY, PLENTY, PLENTY, PLENTY))) {
            play.play("L(A)");
            play.play("L(B)");
            play.by("one", "L(A) L(X) L(B)").by("two", "L(B) L(X) L(A)");

            assertThat(play.said()).containsExactly("circular A B");
        }
    }

    @Test
    void aLockOfAFurtherClassThatWaitsForItselfIsReported() {
        int classes = Engine.graph().classCount();
        try (Play play = play(new Limits(classes, PLENTY, PLENTY, PLENTY, PLENTY, PLENTY))) {
            play.by("one", "OL(X) OL(X)");

            assertThat(play.grades()).containsExactly("actual self-deadlock");
        }
    }

    @Test
    void aDependencyWithoutRoomIsLookedAtOnce() {
        try (Play play = play(new Limits(PLENTY, 1, PLENTY, PLENTY, PLENTY, PLENTY))) {
            play.by("one", "L(A) L(B)").by("two", "L(B) L(A)");
            assertThat(play.said()).as("closes with what is known").containsExactly("circular A B");

            play.by("one", "L(C) L(D)").by("two", "L(D) L(C)");
            assertThat(play.said()).as("needs two that are not kept").hasSize(1);
            assertThat(Limit.sentences())
                    .containsExactly("max-dependencies=1 was reached 3 times: a cycle that needs two of these"
                            + " dependencies is not found");
        }
    }

    @Test
    void aTableOfChainsThatIsFullStartsAnewAndLosesNothing() {
        try (Play play = play(new Limits(PLENTY, PLENTY, 3, PLENTY, PLENTY, PLENTY))) {
            play.by("one", "L(A) L(B)");
            for (int i = 0; i < 8; i++) {
                play.by("one", "L(P) L(" + (char) ('Q' + i) + ")");
            }
            play.by("two", "L(B) L(A)");

            assertThat(play.said()).containsExactly("circular A B");
            assertThat(Engine.chainCount()).isLessThanOrEqualTo(3);
            assertThat(limitsSaid())
                    .containsExactly("max-chains=3 was reached 2 times: chains that were known are validated again,"
                            + " which costs time only");
        }
    }

    @Test
    void furtherLocksAreNotWatched() {
        LockInstances.purge();
        int instances = LockInstances.count() + 2;
        try (Play play = play(new Limits(PLENTY, PLENTY, PLENTY, instances, PLENTY, PLENTY))) {
            play.by("one", "L(A) L(B)").by("two", "L(B) L(A)");
            Object further = Lockdep.name(new ReentrantLock(), "limits.further");
            Object unseen = new ReentrantLock();

            assertThat(classOf(further)).isEqualTo("(further lock classes)");
            assertThat(classOf(unseen)).isEqualTo("(further lock classes)");
            assertThat(play.said()).containsExactly("circular A B");
            assertThat(LockInstances.count()).isEqualTo(instances);
            assertThat(Limit.sentences())
                    .containsExactly(
                            "max-instances=" + instances + " was reached once: the locks concerned are not watched");
        }
    }

    @Test
    void locksOfOneTypeAreNotMixedUpWhenThereIsNoRoomForTheirNames() {
        LockInstances.purge();
        int instances = LockInstances.count();
        try (Play play = play(new Limits(PLENTY, PLENTY, PLENTY, instances, PLENTY, PLENTY))) {
            ReentrantLock outer = Lockdep.name(new ReentrantLock(), "limits.outer");
            ReentrantLock middle = Lockdep.name(new ReentrantLock(), "limits.middle");
            ReentrantLock inner = Lockdep.name(new ReentrantLock(), "limits.inner");
            for (List<ReentrantLock> order :
                    List.of(List.of(outer, middle), List.of(middle, inner), List.of(outer, inner))) {
                order.forEach(lock -> LockEvents.acquire(lock, Acquisition.EXCLUSIVE));
                order.forEach(lock -> LockEvents.release(lock, Acquisition.EXCLUSIVE));
            }

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void deadLocksMakeRoomForOthers() {
        LockInstances.purge();
        int instances = LockInstances.count() + 50;
        Engine.configure(
                new EngineOptions(true, false, 10, 10, new Limits(PLENTY, PLENTY, PLENTY, instances, PLENTY, PLENTY)),
                Suppressions.NONE);
        for (int i = 0; i < 100; i++) {
            alive.add(Lockdep.name(new Object(), "limits.crowd"));
        }
        assertThat(Limit.INSTANCES.hits()).isEqualTo(50);
        assertThat(classOf(alive.get(99))).isEqualTo("(further lock classes)");

        alive.clear();
        // Nobody sweeps: it is the next lock that looks for dead ones, after a collection, and seldom.
        await().until(() -> {
            System.gc();
            Object next = Lockdep.name(new Object(), "limits.next");
            return classOf(next).equals("limits.next");
        });
    }

    @Test
    void beyondThePairsOfAClassItsInstancesAreNotToldApart() {
        try (Play play = play(new Limits(PLENTY, PLENTY, PLENTY, PLENTY, 2, PLENTY))) {
            play.by("one", "L(A1) L(A2)").by("one", "L(A1) L(A3)").by("one", "L(A1) L(A4)");
            play.by("two", "L(A4) L(A1)");
            assertThat(play.said()).isEmpty();

            play.by("one", "L(B1) L(B2)").by("two", "L(B2) L(B1)");
            assertThat(play.said()).containsExactly("recursive B B");
            assertThat(limitsSaid())
                    .containsExactly("max-pairs=2 was reached in one lock class: the order of instances nested in each"
                            + " other is no longer checked there");
        }
    }

    @Test
    void furtherPlacesHaveNoNumber() {
        int sites = Sites.count() + 1;
        Engine.configure(
                new EngineOptions(true, false, 10, 10, new Limits(PLENTY, PLENTY, PLENTY, PLENTY, PLENTY, sites)),
                Suppressions.NONE);
        int last = number("last");
        int further = number("further");

        assertThat(last).isPositive();
        assertThat(further).isZero();
        assertThat(number("last")).isEqualTo(last);
        assertThat(Limit.sentences())
                .containsExactly("max-sites=" + sites + " was reached once: these places are missing in reports and do"
                        + " not name the locks made there");
        // As instrumented code does that was given no number.
        Object lock = new Object();
        LockEvents.made(lock, further);
        LockEvents.release(lock, Acquisition.EXCLUSIVE);
        HeldLocks held = LockEvents.monitorEnter(lock, null, further);
        LockEvents.monitorExit(held, lock);
    }

    @Test
    void findingsFarBeyondTheirLimitAreCountedButNotRemembered() {
        try (Play play = new Play(new EngineOptions(true, false, 1, 32))) {
            for (int i = 0; i < 20; i++) {
                play.by("one", "L(A) L(" + (char) ('B' + i) + ")");
                play.by("two", "L(" + (char) ('B' + i) + ") L(A)");
            }
            assertThat(play.said()).containsExactly("circular A B");
            assertThat(Engine.unsaidReports()).isEqualTo(19);

            ChainCache.clear();
            play.by("three", "L(C) L(A)").by("three", "L(U) L(A)");
            assertThat(Engine.unsaidReports())
                    .as("the second is remembered, the last is not")
                    .isEqualTo(20);
        }
    }

    private static Play play(Limits limits) {
        return new Play(new EngineOptions(true, false, 1000, 32, limits));
    }

    private static List<String> limitsSaid() {
        List<Report> reports = Engine.reports();
        return reports.get(reports.size() - 1).scene().limits();
    }

    private static String classOf(Object lock) {
        return Engine.graph().classAt(LockClasses.of(lock, 0)).name();
    }

    private static int number(String method) {
        return Sites.number(
                new Site("limits.Owner", method, "Owner.java", 1, null), 1, LimitsTest.class.getClassLoader());
    }
}
