package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.report.Party;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ring says as much as the instances, threads and outer locks behind it. */
class GradeTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void twoThreadsThatAreAliveTogetherAreHigh() {
        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void theOuterLockThatExcusesARingIsNamed() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(G) L(B) L(A)");

        assertThat(play.grades()).containsExactly("low circular");
        assertThat(Engine.reports().get(0).reason()).matches("every edge was seen under one common outer lock: .*G");
    }

    @Test
    void oneThreadIsMedium() {
        play.by("t1", "L(A) L(B)").by("t1", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("medium circular");
    }

    @Test
    void aThreadThatHasEndedIsMedium() {
        play.by("t1", "L(A) L(B)").end("t1").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("medium circular");
        assertThat(Engine.reports().get(0).reason()).contains("t1/").contains("ended");
    }

    @Test
    void otherInstancesOfTheClassesAreMedium() {
        play.by("t1", "L(A1) L(B1)").by("t2", "L(B1) L(C)").by("t2", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("medium circular");
    }

    @Test
    void otherInstancesByTheSameThreadAreMedium() {
        play.by("t1", "L(A1) L(B1)").by("t1", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("medium circular");
    }

    @Test
    void instancesThatEachBelongToOneThreadAreLow() {
        play.by("t1", "L(A1) L(B1)").by("t2", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void anInstanceThatAnotherThreadWasSeenToNestIsShared() {
        play.by("t1", "L(A1) L(B1)").by("t2", "L(A1) L(A3)").by("t2", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("medium circular");
    }

    @Test
    void aPairOfInstancesFirstMetOnAKnownChainStillCounts() {
        play.by("t1", "L(A1) L(B1)").by("t1", "L(A2) L(B2)").by("t2", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aThreadFirstMetOnAKnownChainStillCounts() {
        play.by("t1", "L(A) L(B)").by("t2", "L(A) L(B)").by("t1", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void anOuterLockFirstMetOnAKnownChainStillCounts() {
        play.by("t1", "L(G1) L(A) L(B)").by("t1", "L(G2) L(A) L(B)").by("t2", "L(G1) L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aChainThatHasSaidNothingNewForLongIsLookedAtAgainOnceItIsPartOfARing() {
        for (int i = 0; i <= Unsettled.SETTLED_AFTER; i++) {
            play.by("t1", "L(A1) L(B1)");
        }
        play.by("t1", "L(A2) L(B2)").by("t1", "L(B2) L(A2)");
        assertThat(play.grades()).containsExactly("medium circular");

        play.by("t2", "L(A2) L(B2)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void twoThreadsAreEnoughForARingOfThreeIfOneHoldsTwoOfItsLocks() {
        play.by("t1", "L(A) L(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
        assertThat(Engine.reports().get(0).cycle()).extracting(Party::column).containsExactly(0, 1, 1);
    }

    @Test
    void aThreadCannotBeInTwoPlacesOfARing() {
        play.by("t1", "L(A) L(B)").by("t1", "L(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.grades()).containsExactly("medium circular");
        assertThat(Engine.reports().get(0).reason()).contains("one thread more");
    }

    @Test
    void aTimeoutOnTheWayToALockThatIsHeldForGoodDoesNotExcuse() {
        play.by("t1", "L(A) ML(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.grades()).contains("high circular");
    }

    @Test
    void whatCameBeforeTheStartOfAThreadCannotOverlapIt() {
        play.by("t1", "L(A) L(B)").startedBy("t1", "t2").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("low circular");
        assertThat(Engine.reports().get(0).reason()).contains("cannot overlap");
    }

    @Test
    void whatCameAfterTheStartOfAThreadCanOverlapIt() {
        play.startedBy("t1", "t2").by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void whatCameAfterTheEndOfAThreadThatWasWaitedForCannotOverlapIt() {
        play.startedBy("t1", "t2").by("t2", "L(B) L(A)").joinedBy("t1", "t2").by("t1", "L(A) L(B)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void anEarlierOverlapIsNotForgottenBecauseOfALaterOrder() {
        play.by("t1", "L(A) L(B)").startedBy("t1", "t2").by("t2", "L(B) L(A)");
        assertThat(play.grades()).containsExactly("low circular");

        play.by("t1", "L(A) L(B)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aGateLockOverAllEdgesIsLow() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(G) L(B) L(A)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void twoPartiesUnderOneLockAreLowWhateverTheOthersHold() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(B) L(C)").by("t3", "L(G) L(C) L(A)");

        assertThat(play.grades()).containsExactly("low circular");
        assertThat(Engine.reports().get(0).reason())
                .matches("two of the parties cannot overlap: both were seen under .*G");
    }

    @Test
    void aPartyThatHoldsALockOfTheRingItselfNeedsNobodyToHoldItForIt() {
        for (int i = 0; i < 9; i++) {
            play.by("p" + i, "L(G) L(C) L(A)");
        }
        play.by("t1", "L(G) L(C) L(A) L(B)").by("t2", "L(B) L(C)");

        assertThat(play.grades()).doesNotContain("low circular").hasSize(1);
    }

    @Test
    void twoPartiesOfWhichOneOnlyReadsTheLockAreNotKeptApart() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(B) L(C)").by("t3", "R(G) L(C) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aGateLockOverOneEdgeIsNoGate() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void twoInstancesOfOneGateClassAreNoGate() {
        play.by("t1", "L(G1) L(A) L(B)").by("t2", "L(G2) L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aGateThatIsOnlyReadIsNoGate() {
        play.by("t1", "R(G) L(A) L(B)").by("t2", "R(G) L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aGateThatWasOnceNotHeldIsNoGate() {
        play.by("t1", "L(G) L(A) L(B)").by("t1", "L(A) L(B)").by("t2", "L(G) L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aGateThatIsReleasedFirstIsStillAGate() {
        play.by("t1", "L(G) L(A) L(B) U(G)").by("t2", "L(G) L(B) L(A) U(G)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void aTimedEdgeIsLow() {
        play.by("t1", "L(A) ML(B)").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void aTimedClosingEdgeIsLow() {
        play.by("t1", "L(A) L(B)").by("t2", "L(B) ML(A)");

        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void anEdgeThatIsNotAlwaysTimedIsNotTimed() {
        play.by("t1", "L(A) ML(B)").by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");

        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void aLockBelowOneTakenWithATimeoutIsHeldInFull() {
        // B is got in time; t1 then waits for C without end, and holds A meanwhile.
        play.by("t1", "L(A) ML(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.grades()).contains("high circular");
    }

    @Test
    void instancesAreJudgedByTheBestCombination() {
        play.by("t1", "L(A1) L(B1)").by("t1", "L(G) L(A2) L(B2)").by("t2", "L(B2) L(A2)");

        assertThat(play.grades()).containsExactly("high circular");
    }
}
