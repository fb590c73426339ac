package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import org.junit.jupiter.api.Test;

/** An order of instances is code of the program, and may throw. */
class FailingOrderTest {

    @Test
    void anOrderThatFailsHidesNoLock() {
        try (Play play = new Play()) {
            long errors = Engine.internalErrors();
            Object a = play.lock("A1");
            Lockdep.rules(Engine.graph().classAt(LockClasses.of(a, 0)).name()).order(FailingOrderTest::fail);

            play.on("t1", () -> {
                LockEvents.acquire(a, Acquisition.EXCLUSIVE);
                LockEvents.acquire(play.lock("A2"), Acquisition.EXCLUSIVE);
                assertThat(LockEvents.depth()).isEqualTo(2);
                LockEvents.release(play.lock("A2"), Acquisition.EXCLUSIVE);
                LockEvents.release(a, Acquisition.EXCLUSIVE);
            });
            play.by("t2", "L(A2) L(A1)");

            assertThat(play.grades()).containsExactly("high recursive");
            assertThat(Engine.internalErrors()).isGreaterThan(errors);
        }
    }

    private static int fail(Object held, Object wanted) {
        throw new ClassCastException(held + " and " + wanted);
    }
}
