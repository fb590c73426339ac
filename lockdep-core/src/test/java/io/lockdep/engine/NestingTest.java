package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Instances of one class may be nested as long as everybody agrees on the order of the instances. */
class NestingTest {

    @Test
    void oneOrderOfInstancesIsSilent() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) L(X2) L(X3)").by("t2", "L(X2) L(X3)").by("t3", "L(X1) L(X3)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void bothOrdersOfTwoInstancesAreReported() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) L(X2)").by("t2", "L(X2) L(X1)");

            assertThat(play.said()).containsExactly("recursive X X");
            assertThat(play.grades()).containsExactly("high recursive");
        }
    }

    @Test
    void bothOrdersByOneThreadAreReportedMedium() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) L(X2)").by("t1", "L(X2) L(X1)");

            assertThat(play.grades()).containsExactly("medium recursive");
        }
    }

    @Test
    void aRingOfThreeInstancesIsReported() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) L(X2)").by("t2", "L(X2) L(X3)");
            assertThat(play.said()).isEmpty();

            play.by("t3", "L(X3) L(X1)");
            assertThat(play.said()).containsExactly("recursive X X X");
        }
    }

    @Test
    void instancesFarApartInTheStackAreCompared() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) L(A) L(X2)").by("t2", "L(X2) L(X1)");

            assertThat(play.said()).contains("recursive X X");
        }
    }

    @Test
    void oneOuterLockOverBothOrdersIsSilent() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(X1) L(X2)").by("t2", "L(G) L(X2) L(X1)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void twoDifferentOuterLocksAreNotOne() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(X1) L(X2)").by("t2", "L(H) L(X2) L(X1)");

            assertThat(play.said()).containsExactly("recursive X X");
        }
    }

    @Test
    void anOuterLockThatIsNotAlwaysHeldDoesNotExcuse() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(X1) L(X2)").by("t2", "L(G) L(X2) L(X1)");
            assertThat(play.said()).isEmpty();

            play.by("t1", "L(X1) L(X2)");
            assertThat(play.said()).containsExactly("recursive X X");
        }
    }

    @Test
    void anOuterLockOfAnotherOccurrenceDoesNotExcuse() {
        try (Play play = new Play()) {
            // Under G once and under H once: who holds only H meets the second order.
            play.by("t1", "L(G) L(X1) L(X2)").by("t1", "L(H) L(X1) L(X2)").by("t2", "L(G) L(X2) L(X1)");

            assertThat(play.said()).containsExactly("recursive X X");
        }
    }

    @Test
    void anOuterLockThatIsReleasedFirstStillExcuses() {
        try (Play play = new Play()) {
            // Whoever waits here holds G: the two waits can never overlap.
            play.by("t1", "L(G) L(X1) L(X2) U(G)").by("t2", "L(G) L(X2) L(X1) U(G)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void anOuterLockThatIsReadDoesNotExcuse() {
        try (Play play = new Play()) {
            play.by("t1", "R(G) L(X1) L(X2)").by("t2", "R(G) L(X2) L(X1)");

            assertThat(play.said()).containsExactly("recursive X X");
        }
    }

    @Test
    void aTriedInstanceIsNotWaitedFor() {
        try (Play play = new Play()) {
            play.by("t1", "L(X1) TL(X2)").by("t2", "L(X2) L(X1)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void instancesTakenWithATimeoutAreALowFinding() {
        try (Play play = new Play()) {
            // The textbook transfer between two accounts, with tryLock(1, SECONDS).
            play.by("t1", "L(X1) ML(X2)").by("t2", "L(X2) ML(X1)");

            assertThat(play.grades()).containsExactly("low recursive");
        }
    }

    @Test
    void readersOfInstancesWithoutAnyWriterAreALowFinding() {
        try (Play play = new Play()) {
            play.by("t1", "R(X1) R(X2)").by("t2", "R(X2) R(X1)");

            assertThat(play.grades()).containsExactly("low recursive");
        }
    }

    @Test
    void recursiveReadersOfInstancesDoNotBlockOnReaders() {
        try (Play play = new Play()) {
            play.by("t1", "RR(X1) RR(X2)").by("t2", "RR(X2) RR(X1)");
            play.by("t3", "W(X1) RR(X2)").by("t4", "RR(X2) W(X1)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void recursiveReadersOfInstancesBlockOnTheWriterThatHoldsThem() {
        try (Play play = new Play()) {
            play.by("t1", "R(X1) RR(X2)").by("t2", "W(X2) W(X1)");

            assertThat(play.said()).containsExactly("recursive X X");
        }
    }

    @Test
    void aStrictClassReportsItsFirstNesting() {
        try (Play play = Play.strict()) {
            play.by("t1", "L(X1) L(X2)");

            assertThat(play.said()).containsExactly("recursive X");
            assertThat(play.grades()).containsExactly("medium recursive");
        }
    }

    @Test
    void aStrictClassStillAllowsReentryAndTries() {
        try (Play play = Play.strict()) {
            play.by("t1", "L(X1) L(X1) TL(X2)").by("t2", "RR(X1) RR(X2)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void aRingOfManyInstancesIsReported() {
        try (Play play = new Play()) {
            int philosophers = 12;
            for (int i = 0; i < philosophers; i++) {
                play.by("t" + i, "L(X" + i + ") L(X" + (i + 1) % philosophers + ")");
            }

            assertThat(play.said()).hasSize(1);
            assertThat(Engine.reports().get(0).cycle()).hasSize(philosophers);
        }
    }

    @Test
    void aLongerRingIsFoundWhereTheShortestIsExcused() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(X1) L(X2)").by("t2", "L(X1) L(X3)").by("t3", "L(X3) L(X2)");
            play.by("t4", "L(G) L(X2) L(X1)");

            assertThat(play.said()).containsExactly("recursive X X X");
        }
    }
}
