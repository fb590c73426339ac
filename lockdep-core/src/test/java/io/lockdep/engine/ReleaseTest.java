package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks are released in any order; what stays held is still held. */
class ReleaseTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void aLockReleasedFromBelowOrdersNothingMore() {
        play.by("t1", "L(A) TL(B) U(A) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void handOverHandStillOrdersNeighbours() {
        play.by("t1", "L(A) L(B) U(A) L(C) U(B)").by("t2", "L(C) L(A)").by("t3", "L(C) L(B)");

        assertThat(play.said()).containsExactly("circular A B C", "circular B C");
    }

    @Test
    void theLocksAboveAReleasedOneFormAChainOfTheirOwn() {
        play.by("t1", "L(A) L(B) L(C) U(B)").by("t2", "L(C) L(A)");

        assertThat(play.said()).contains("circular A C");
    }

    @Test
    void aLockReleasedFromTheMiddleIsNotHeldAnyMore() {
        play.by("t1", "L(A) L(B) TL(C) U(B) L(D)").by("t2", "L(D) L(B)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aChainAfterAReleaseIsTheChainOfWhatIsLeft() {
        play.by("t1", "L(A) L(B) U(A) L(C) U(B) U(C)");
        int chains = Engine.chainCount();
        play.by("t1", "L(B) L(C)");

        assertThat(Engine.chainCount()).isEqualTo(chains);
    }

    @Test
    void theLastReleaseLeavesNothing() {
        play.on("t1", () -> {
            play.play("L(A) L(B) L(C) U(A) U(C) U(B)");
            assertThat(LockEvents.depth()).isZero();
        });
        play.by("t1", "L(D)").by("t2", "L(D) L(A)").by("t2", "L(D) L(C)");

        assertThat(play.said()).isEmpty();
    }
}
