package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private final Expectation expectation =
            new Expectation("circular", List.of("a", "b", "c"), List.of("c"), List.of(List.of("b", "c")), 2);

    private final Expectation silence = new Expectation(Expectation.NONE, List.of(), List.of(), List.of(), 0);

    @Test
    void cyclesAreRingsWithADirection() {
        assertThat(expectation.isPrimary(List.of("b", "c", "a"))).isTrue();
        assertThat(expectation.isPrimary(List.of("a", "c", "b"))).isFalse();
        assertThat(expectation.isPrimary(List.of("a", "b"))).isFalse();
    }

    @Test
    void thePrimaryCycleAloneOrWithItsSiblingsIsAsExpected() {
        assertThat(expectation.mismatches(List.of(List.of("c", "a", "b")))).isEmpty();
        assertThat(expectation.mismatches(List.of(List.of("a", "b", "c"), List.of("c", "b"))))
                .isEmpty();
    }

    @Test
    void siblingsDoNotStandInForThePrimaryCycle() {
        assertThat(expectation.mismatches(List.of(List.of("b", "c")))).containsExactly("missing: a -> b -> c");
    }

    @Test
    void anythingElseIsUnexpected() {
        assertThat(expectation.mismatches(List.of(List.of("a", "b", "c"), List.of("x", "y"))))
                .containsExactly("unexpected: x -> y");
        assertThat(silence.mismatches(List.of(List.of("x", "y")))).containsExactly("unexpected: x -> y");
        assertThat(silence.mismatches(List.of())).isEmpty();
    }
}
