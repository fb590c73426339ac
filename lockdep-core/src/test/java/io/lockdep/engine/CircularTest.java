package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Report;
import io.lockdep.report.ReportSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders of lock classes that form a ring are reported, and only those. */
class CircularTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void twoOrdersOfTwoLocksAreARing() {
        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void oneOrderOnAllThreadsIsSilent() {
        play.by("t1", "L(A) L(B) L(C)")
                .by("t2", "L(A) L(C)")
                .by("t3", "L(B) L(C)")
                .by("t4", "L(C)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aRingOfThreeIsNamedInTheOrderInWhichItIsTaken() {
        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(C)").by("t3", "L(C) L(A)");

        assertThat(play.said()).containsExactly("circular A B C");
    }

    @Test
    void aRingThroughLocksThatWereHeldAtOnceIsFound() {
        play.by("t1", "L(A) L(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.said()).containsExactly("circular A B C");
    }

    @Test
    void theShortestRingIsReported() {
        play.by("t1", "L(A) L(B)")
                .by("t2", "L(B) L(C)")
                .by("t3", "L(C) L(D)")
                .by("t4", "L(B) L(D)")
                .by("t5", "L(D) L(A)");

        assertThat(play.said()).containsExactly("circular A B D");
    }

    @Test
    void takingAnInstanceAgainIsSilentAndAddsNoOrder() {
        play.by("t1", "L(A) L(A) L(B) L(A) L(B)").by("t2", "L(A) L(B)");

        assertThat(play.said()).isEmpty();
        assertThat(Engine.graph().dependencyCount()).isEqualTo(1);
    }

    @Test
    void aLockIsHeldUntilItsLastHoldIsReleased() {
        play.by("t1", "L(A) L(A) U(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void aLockThatIsReleasedOrdersNothing() {
        play.by("t1", "L(A) L(A) U(A) U(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aTriedLockIsNotWaitedFor() {
        play.by("t1", "L(A) TL(B)").by("t2", "L(B) TL(A)").by("t3", "L(B) L(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aTriedLockThatIsHeldIsWaitedForByOthers() {
        play.by("t1", "TL(A) L(B)").by("t2", "TL(B) L(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void aLockBelowATriedOneIsConnectedPastIt() {
        play.by("t1", "L(A) TL(T) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void aFailedTryLeavesNoTrace() {
        play.on("t1", () -> {
            LockEvents.tried(false, play.lock("A"), Acquisition.EXCLUSIVE);
            play.play("L(B)");
        });
        play.by("t2", "L(B) L(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void anAcquisitionThatFailsIsWaitedForButNotHeld() {
        play.on("t1", () -> {
            LockEvents.acquire(play.lock("A"), Acquisition.EXCLUSIVE);
            LockEvents.acquire(play.lock("B"), Acquisition.TIMED);
            LockEvents.ended(false, play.lock("B"), Acquisition.TIMED);
            LockEvents.acquire(play.lock("C"), Acquisition.EXCLUSIVE);
            LockEvents.release(play.lock("C"), Acquisition.EXCLUSIVE);
            LockEvents.release(play.lock("A"), Acquisition.EXCLUSIVE);
            assertThat(LockEvents.depth()).isZero();
        });
        play.by("t2", "L(C) L(B)").by("t3", "L(B) L(A)");

        assertThat(play.said()).containsExactly("circular A B", "circular A C B");
    }

    @Test
    void aRingIsReportedBeforeTheThreadBlocks() {
        play.by("t1", "L(A) L(B)");
        play.on("t2", () -> {
            LockEvents.acquire(play.lock("B"), Acquisition.EXCLUSIVE);
            LockEvents.acquire(play.lock("A"), Acquisition.EXCLUSIVE);
            assertThat(play.said()).containsExactly("circular A B");
            play.play("U(A) U(B)");
        });
    }

    @Test
    void aReportSaysWhoHeldWhatAndWantedWhat() {
        play.by("t1", "L(A) L(B)").by("t2", "L(G) L(B) L(A)");

        Report report = Engine.reports().get(0);
        assertThat(report.thread()).startsWith("t2/");
        assertThat(report.wanted().lockClass()).endsWith(".A");
        assertThat(report.conflicting().lockClass()).endsWith(".B");
        assertThat(report.held())
                .extracting(e -> e.lockClass().replaceFirst(".*\\.", ""))
                .containsExactly("G", "B");
        assertThat(report.cycle().get(0).thread()).startsWith("t2/");
        assertThat(report.cycle().get(1).thread()).startsWith("t1/");
        assertThat(report.cycle().get(1).holds()).isEqualTo(report.wanted().lockClass());
        assertThat(report.cycle().get(1).waitStack()).isNotEmpty();
        assertThat(report.backtrace()).isNotEmpty();
        ReportSchema.accepts(report);
    }

    @Test
    void ringsThroughOtherLocksAreSiblings() {
        play.by("t1", "L(B) L(C) L(A)").by("t2", "L(B) L(D) L(A)").by("t3", "L(A) L(B)");

        assertThat(play.said()).containsExactly("circular A B C", "circular A B D");
        assertThat(Engine.reports().get(1).siblingOf())
                .isEqualTo(Engine.reports().get(0).fingerprint());
    }

    @Test
    void aRingBehindAShorterOneThatIsExcusedIsFound() {
        play.by("t1", "L(B) ML(A)").by("t2", "L(B) L(C) L(A)").by("t3", "L(A) L(B)");

        assertThat(play.grades()).contains("high circular");
    }
}
