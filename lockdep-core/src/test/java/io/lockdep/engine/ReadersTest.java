package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers block on writers and on readers behind a writer; recursive readers block on writers alone. */
class ReadersTest {

    private final Play play = new Play();
    private final long errors = Engine.internalErrors();

    @AfterEach
    void close() {
        assertThat(Engine.internalErrors()).isEqualTo(errors);
        play.close();
    }

    @Test
    void readersThatMeetWritersAreARing() {
        play.by("t1", "R(A) W(B)").by("t2", "R(B) W(A)");

        assertThat(play.said()).containsExactly("circular A B");
        assertThat(play.grades()).containsExactly("high circular");
    }

    @Test
    void readersAloneAreALowRing() {
        play.by("t1", "R(A) R(B)").by("t2", "R(B) R(A)");

        assertThat(play.said()).containsExactly("circular A B");
        assertThat(play.grades()).containsExactly("low circular");
    }

    @Test
    void readersBehindAWriterThatWasSeenAreARingThatNeedsThatWriter() {
        play.by("t0", "W(A)").by("t1", "R(A) R(B)").by("t2", "R(B) R(A)");

        assertThat(play.grades()).containsExactly("high circular");
        assertThat(Engine.reports().get(0).needs()).hasSize(2).allMatch(n -> n.startsWith("a waiting writer of "));
    }

    @Test
    void aLockMapTakenExclusivelyCountsAsAWriter() {
        LockMap a = LockMap.of("ReadersTest.map.a");
        LockMap b = LockMap.of("ReadersTest.map.b");
        play.on("t0", () -> a.touch(LockMode.EXCLUSIVE));
        play.on("t1", () -> nest(a, b));
        play.on("t2", () -> nest(b, a));

        assertThat(play.grades()).containsExactly("high circular");
    }

    private static void nest(LockMap outer, LockMap inner) {
        outer.acquire(LockMode.SHARED);
        inner.touch(LockMode.SHARED);
        outer.release();
    }

    @Test
    void aReaderOfWhatAWriterHoldsNeedsNoFurtherWriter() {
        play.by("t1", "W(A) R(B)").by("t2", "W(B) R(A)");

        assertThat(play.grades()).containsExactly("high circular");
        assertThat(Engine.reports().get(0).needs()).isEmpty();
    }

    @Test
    void recursiveReadersDoNotBlockOnReaders() {
        play.by("t1", "RR(A) RR(B)")
                .by("t2", "RR(B) RR(A)")
                .by("t3", "RR(A) L(B)")
                .by("t4", "L(B) RR(A)");

        assertThat(play.said()).isEmpty();
    }

    @Test
    void recursiveReadersBlockOnWriters() {
        play.by("t1", "W(A) RR(B)").by("t2", "W(B) RR(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void theModeIsPartOfTheChain() {
        play.by("t1", "RR(A) L(B)").by("t2", "L(B) RR(A)");
        assertThat(play.said()).isEmpty();

        play.by("t2", "L(B) L(A)");
        assertThat(play.said()).containsExactly("circular A B");
    }

    /** N1 of the reference: Linux marks M as visited when it arrives there by the recursive reader, and so misses the ring. */
    @Test
    void aStrongRouteToAClassIsFoundAfterAWeakOne() {
        play.by("t1", "L(A) RR(M)")
                .by("t2", "L(A) L(N)")
                .by("t3", "L(N) L(M)")
                .by("t4", "R(M) L(T)")
                .by("t5", "L(T) L(A)");

        assertThat(play.said()).containsExactly("circular A N M T");
    }

    /** N2 of the reference: Linux connects C with the recursive reader below it only, and so misses plain ABBA. */
    @Test
    void aLockBelowARecursiveReaderIsConnectedPastIt() {
        play.by("t1", "L(A) RR(B) L(C)").by("t2", "L(C) L(A)");

        assertThat(play.said()).containsExactly("circular A C");
    }

    @Test
    void aWriterThatBecomesAReaderIsAReaderToWhatFollows() {
        play.by("t1", "W(A) R(A) U(A) L(B) U(B) UR(A)").by("t2", "L(B) RR(A)");
        assertThat(play.said()).isEmpty();

        play.by("t2", "L(B) W(A)");
        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void aWriterThatReadsStaysAWriterUntilItReleases() {
        play.by("t1", "W(A) R(A) UR(A) L(B)").by("t2", "L(B) RR(A)");

        assertThat(play.said()).containsExactly("circular A B");
    }

    @Test
    void anInnerReaderOfAClassDoesNotHideAnOuterWriter() {
        play.by("t1", "W(X1) R(X2) L(Y)").by("t2", "L(Y) RR(X1)");

        assertThat(play.said()).containsExactly("circular X Y");
    }
}
