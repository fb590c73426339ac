package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks that are released by others than their holders have no order, and nobody is known to hold them. */
class HandOverTest {

    private static final int ONCE = Acquisition.EXCLUSIVE | Acquisition.ONCE;

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void whoTakesOneAgainDoesNotWaitForItself() {
        play.on("t1", () -> LockEvents.acquire(play.lock("A"), ONCE));
        play.on("t2", () -> LockEvents.handedOver(play.lock("A")));
        play.on("t1", () -> {
            assertThat(LockEvents.judge(play.lock("A"), ONCE)).isNull();
            LockEvents.acquire(play.lock("A"), ONCE);
        });

        assertThat(play.said()).isEmpty();
    }

    @Test
    void neitherDoesWhoReadsAndWrites() {
        play.on("t1", () -> LockEvents.acquire(play.lock("A"), Acquisition.SHARED | Acquisition.ONCE));
        play.on("t2", () -> LockEvents.handedOver(play.lock("A")));
        play.on("t1", () -> LockEvents.acquire(play.lock("A"), ONCE));

        assertThat(play.said()).isEmpty();
    }

    @Test
    void whatSomebodyElseMayHaveReleasedIsNotHeldWhenSomethingIsLearnt() {
        play.on("t1", () -> LockEvents.acquire(play.lock("A"), ONCE));
        play.on("t2", () -> LockEvents.handedOver(play.lock("A")));
        play.on("t1", () -> {
            play.play("L(B) L(C)");
            assertThat(LockEvents.holds(play.lock("A"))).isFalse();
        });
        play.by("t2", "L(C) OL(A)").by("t2", "L(B) OL(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void otherLocksGoOnAsBefore() {
        play.on("t2", () -> LockEvents.handedOver(play.lock("A")));
        play.on("t1", () -> underA("L(B) L(C)"));
        play.on("t2", () -> underA("L(C) L(B)"));

        assertThat(play.said()).containsExactly("circular B C");
    }

    private void underA(String script) {
        LockEvents.acquire(play.lock("A"), ONCE);
        play.play(script);
        LockEvents.release(play.lock("A"), Acquisition.EXCLUSIVE);
        assertThat(LockEvents.depth()).isZero();
    }
}
