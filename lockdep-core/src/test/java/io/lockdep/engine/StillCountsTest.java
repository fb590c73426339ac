package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.LockClassRules;
import io.lockdep.Lockdep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is learnt late, or among much that says little, still counts. */
class StillCountsTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void nestedInstancesAreJudgedByTheBestCombination() {
        play.by("t1", "L(A1) L(A2)").by("t2", "L(A1) L(A2)").by("t1", "L(A2) L(A1)");
        assertThat(play.grades()).containsExactly("high recursive");
    }

    @Test
    void manyMomentsOfOneThreadLeaveRoomForEvidenceThatSaysMore() {
        play.by("t1", "L(G) L(A) L(B)").by("t2", "L(G) L(B) L(A)");
        for (int i = 0; i < 100; i++) {
            play.on("t1", WaitEvents::startTask);
            play.by("t1", "L(G) L(A) L(B)");
            play.on("t2", WaitEvents::startTask);
            play.by("t2", "L(G) L(B) L(A)");
        }
        play.by("t1", "L(A) L(B)").by("t2", "L(B) L(A)");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void manyMomentsOfOneThreadDoNotHideAnotherThread() {
        play.by("t1", "L(A) L(B)").by("t1", "L(B) L(A)");
        for (int i = 0; i < 300; i++) {
            play.on("t1", WaitEvents::startTask);
            play.by("t1", "L(A) L(B)");
        }
        play.by("t2", "L(A) L(B)");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void strictnessCountsForChainsThatAreKnown() {
        play.by("t1", "L(A1) L(A2)");
        rulesOfA().strict();
        play.by("t1", "L(A1) L(A2)");
        assertThat(play.grades()).containsExactly("medium recursive");
    }

    @Test
    void anOrderCountsForChainsThatAreKnown() {
        play.by("t1", "L(A1) L(A2)");
        rulesOfA().order(StillCountsTest::never);
        play.by("t1", "L(A1) L(A2)");
        assertThat(play.grades()).containsExactly("medium recursive");
    }

    @Test
    void readersCountOnceAWriterIsSeenAlone() {
        play.by("t1", "R(A) R(B)").by("t2", "R(B) R(A)");
        play.by("t3", "W(A)").by("t3", "W(B)");
        play.by("t1", "R(A) R(B)").by("t2", "R(B) R(A)");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void anAnnouncedAcquisitionOfALockThatIsHeldCountsOnce() {
        play.on("t1", () -> {
            Object a = play.lock("A");
            LockEvents.acquire(a, Acquisition.EXCLUSIVE);
            Declarations.announceNested(a, 0);
            LockEvents.acquire(a, Acquisition.EXCLUSIVE);
            LockEvents.release(a, Acquisition.EXCLUSIVE);
            LockEvents.release(a, Acquisition.EXCLUSIVE);
            assertThat(LockEvents.depth()).isZero();
        });
    }

    @Test
    void anAnnouncedAcquisitionThatIsTriedInVainLeavesNothingBehind() {
        play.on("t1", () -> {
            Object a = play.lock("A");
            Declarations.announceNested(a, 1);
            LockEvents.tried(false, a, Acquisition.EXCLUSIVE);
            assertThat(LockEvents.depth()).isZero();
        });
    }

    @Test
    void aGatedNestingIsLookedAtAgainOnceItHasASecondOrder() {
        for (int i = 0; i <= Unsettled.SETTLED_AFTER + 1; i++) {
            play.by("t1", "L(G1) L(A1) L(A2)");
        }
        play.by("t2", "L(G1) L(A2) L(A1)");
        assertThat(play.grades()).isEmpty();
        play.by("t1", "L(G2) L(A1) L(A2)");
        assertThat(play.grades()).containsExactly("high recursive");
    }

    @Test
    void aRingOfSixIsJudgedByTheBestCombination() {
        String ring = "ABCDEF";
        for (int n = 1; n <= 8; n++) {
            for (int i = 0; i < 5; i++) {
                play.by("t" + i, "L(" + ring.charAt(i) + n + ") L(" + ring.charAt(i + 1) + n + ")");
            }
        }
        play.by("t5", "L(F8) L(A8)");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void whatWasFoundOutBeforeAllWasForgottenIsNotRemembered() {
        play.on("t1", () -> {
            Object a = play.lock("A");
            HeldLocks held = ThreadTable.current();
            int before = Unsettled.generation();
            Engine.lookAgain();
            Unsettled.learn(1, held, 0, a, false, before);
            assertThat(Unsettled.knows(1, held, 0, a)).isFalse();
            Unsettled.learn(1, held, 0, a, false, Unsettled.generation());
            assertThat(Unsettled.knows(1, held, 0, a)).isTrue();
        });
    }

    private LockClassRules rulesOfA() {
        return Lockdep.rules(
                Engine.graph().classAt(LockClasses.of(play.lock("A1"), 0)).name());
    }

    private static int never(Object held, Object wanted) {
        return held == wanted ? 0 : 1;
    }
}
