package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Scope;
import io.lockdep.report.ReportSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that waits for itself is told before it blocks; so is one that releases what it does not hold. */
class SelfDeadlockTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        Engine.reports().forEach(ReportSchema::accepts);
        play.close();
    }

    @Test
    void aReaderThatWantsToWriteWaitsForItself() {
        play.by("t1", "R(A) W(A)");

        assertThat(play.said()).containsExactly("self-deadlock A");
        assertThat(play.grades()).containsExactly("actual self-deadlock");
    }

    @Test
    void aWriterThatReadsDoesNot() {
        play.by("t1", "W(A) R(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aReaderThatOnlyTriesToWriteDoesNot() {
        play.by("t1", "R(A) MW(A)").by("t2", "R(A) TW(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aReaderThatGivesUpWritingStillReads() {
        play.on("t1", () -> {
            Object lock = play.lock("A");
            LockEvents.acquire(lock, Acquisition.SHARED);
            LockEvents.acquire(lock, Acquisition.SHARED);
            LockEvents.acquireWriter(lock, Acquisition.TIMED);
            LockEvents.abandon(lock, Acquisition.TIMED);
            LockEvents.release(lock, Acquisition.SHARED);
            assertThat(LockEvents.depth()).isEqualTo(1);
            play.play("L(B)");
            LockEvents.release(lock, Acquisition.SHARED);
            assertThat(LockEvents.depth()).isZero();
        });
        play.by("t2", "L(B) RR(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aLockThatCanBeTakenOnceIsTakenTwice() {
        play.by("t1", "OL(A) L(B) OL(A)");

        assertThat(play.said()).containsExactly("self-deadlock A");
    }

    @Test
    void aLockThatCanBeTakenOnceMayBeReadRecursively() {
        play.by("t1", "ORR(A) L(B) ORR(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aLockMapTakenTwiceIsASelfDeadlock() {
        LockMap map = LockMap.of("SelfDeadlockTest.twice");
        play.on("t1", () -> {
            try (Scope s = map.scope(LockMode.EXCLUSIVE)) {
                map.touch(LockMode.EXCLUSIVE);
            }
            assertThat(LockEvents.depth()).isZero();
        });

        assertThat(play.said()).containsExactly("self-deadlock SelfDeadlockTest.twice");
    }

    @Test
    void aLockMapReadRecursivelyTwiceIsNot() {
        LockMap map = LockMap.of("SelfDeadlockTest.recursive");
        play.on("t1", () -> {
            try (Scope s = map.scope(LockMode.RECURSIVE_SHARED)) {
                map.touch(LockMode.RECURSIVE_SHARED);
                assertThat(LockEvents.depth()).isEqualTo(1);
            }
            assertThat(LockEvents.depth()).isZero();
        });

        assertThat(play.said()).isEmpty();
    }

    @Test
    void aReleaseOfWhatIsNotHeldIsABadUnlock() {
        play.by("t1", "L(A) U(A) U(A)");

        assertThat(play.said()).containsExactly("bad-unlock A");
    }

    @Test
    void aReleaseOfWhatAnotherThreadHoldsIsABadUnlock() {
        LockMap map = LockMap.of("SelfDeadlockTest.foreign");
        play.on("t1", () -> map.acquire(LockMode.EXCLUSIVE));
        play.on("t2", map::release);
        play.on("t1", map::release);

        assertThat(play.said()).containsExactly("bad-unlock SelfDeadlockTest.foreign");
    }

    @Test
    void aBadUnlockLeavesTheRestOfTheStackAlone() {
        play.by("t1", "L(A) U(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.said()).containsExactly("bad-unlock B", "circular A C");
    }
}
