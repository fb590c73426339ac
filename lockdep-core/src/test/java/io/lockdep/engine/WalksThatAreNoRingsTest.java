package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Fails today. A walk that passes a lock twice is not a ring: the two who would hold that lock exclude each other. */
class WalksThatAreNoRingsTest {

    @Test
    void ofClasses() {
        try (Play play = new Play()) {
            play.by("t1", "R(D) R(A) R(B)").by("t2", "W(A) W(D)").by("t3", "W(B) RR(A)");

            assertThat(play.said()).containsExactly("circular A D");
        }
    }

    @Test
    void ofClassesInPlaceOfTheRingThatIsThere() {
        try (Play play = new Play()) {
            play.by("t1", "R(D) R(A) RR(C) R(B)")
                    .by("t2", "W(A) W(D)")
                    .by("t3", "RR(F) MW(C)")
                    .by("t4", "W(D) R(F)");
            play.by("t5", "W(B) RR(A)");

            assertThat(play.said()).containsExactly("circular A D", "circular A D F C B");
        }
    }

    @Test
    void ofInstancesUnderTwoLocks() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(A1) L(A2)").by("t2", "L(G) L(A2) L(A1)");
            play.by("t1", "L(H) L(A1) L(A3)").by("t2", "L(H) L(A3) L(A1)");

            assertThat(play.said()).isEmpty();
        }
    }

    @Test
    void ofTwoInstances() {
        try (Play play = new Play()) {
            play.by("t1", "L(G) L(A2) L(A1)").by("t2", "L(G) L(H) L(A1) L(A2)").by("t3", "L(H) L(A2) L(A1)");

            assertThat(play.said()).isEmpty();
        }
    }
}
