package io.lockdep;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.engine.Engine;
import io.lockdep.report.Party;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a held lock was taken is told as far as it is known, and never guessed. */
class TakenPlaceTest {

    private final LockMap a = LockMap.of("TakenPlaceTest.a");
    private final LockMap b = LockMap.of("TakenPlaceTest.b");

    @BeforeEach
    void forget() {
        Lockdep.reset();
    }

    @Test
    void ofOneMethodThatTakesEveryLockOnlyThePlaceIsTold() throws InterruptedException {
        run(() -> oneAfterTheOther(a, b));
        run(() -> oneAfterTheOther(b, a));

        for (Party party : Engine.reports().get(0).cycle()) {
            assertThat(party.waitStack().get(1)).contains("TakenPlaceTest.second(");
            assertThat(party.holdStack())
                    .as("the call that took it has returned, and the one that is there takes another lock")
                    .singleElement()
                    .asString()
                    .contains("TakenPlaceTest.take(");
        }
    }

    @Test
    void aMethodThatTakesTwoLocksIsStillThere() throws InterruptedException {
        run(() -> both(a, b));
        run(() -> both(b, a));

        for (Party party : Engine.reports().get(0).cycle()) {
            assertThat(party.holdStack().get(0)).contains("TakenPlaceTest.both(");
            assertThat(party.holdStack().get(1)).contains("TakenPlaceTest.lambda$");
        }
    }

    private static void oneAfterTheOther(LockMap one, LockMap another) {
        first(one);
        second(another);
        another.release();
        one.release();
    }

    private static void first(LockMap map) {
        take(map);
    }

    private static void second(LockMap map) {
        take(map);
    }

    private static void take(LockMap map) {
        map.acquire(LockMode.EXCLUSIVE);
    }

    private static void both(LockMap one, LockMap another) {
        one.acquire(LockMode.EXCLUSIVE);
        another.acquire(LockMode.EXCLUSIVE);
        another.release();
        one.release();
    }

    private static void run(Runnable body) throws InterruptedException {
        Thread thread = new Thread(body);
        thread.start();
        thread.join();
    }
}
