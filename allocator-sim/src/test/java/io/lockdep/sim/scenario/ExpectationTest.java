package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationTest {

    private final Expectation expectation =
            new Expectation("circular", List.of("a", "b", "c"), List.of("c"), List.of(List.of("b", "c")), 2, "");

    private final Expectation silence = new Expectation(Expectation.NONE, List.of(), List.of(), List.of(), 0, "");

    @Test
    void cyclesAreRingsWithADirection() {
        assertThat(expectation.isPrimary(List.of("b", "c", "a"))).isTrue();
        assertThat(expectation.isPrimary(List.of("a", "c", "b"))).isFalse();
        assertThat(expectation.isPrimary(List.of("a", "b"))).isFalse();
    }

    @Test
    void thePrimaryCycleAloneOrWithItsSiblingsIsAsExpected() {
        assertThat(expectation.mismatches(circular("c", "a", "b"))).isEmpty();
        assertThat(expectation.mismatches(List.of(ring("a", "b", "c"), ring("c", "b"))))
                .isEmpty();
    }

    @Test
    void siblingsDoNotStandInForThePrimaryCycle() {
        assertThat(expectation.mismatches(circular("b", "c")))
                .containsExactly("missing: circular a -> b -> c while holding c");
    }

    @Test
    void theSameRingOfAnotherKindIsUnexpected() {
        assertThat(expectation.mismatches(List.of(new Reported("resource", List.of("a", "b", "c"), List.of("c")))))
                .containsExactly("missing: circular a -> b -> c while holding c", "unexpected: resource a -> b -> c");
    }

    @Test
    void thePrimaryCycleUnderOtherLocksIsNotEnough() {
        Reported report = new Reported("circular", List.of("a", "b", "c"), List.of("d", "c"));

        assertThat(expectation.mismatches(List.of(report)))
                .containsExactly("missing: circular a -> b -> c while holding c");
    }

    @Test
    void anythingElseIsUnexpected() {
        assertThat(expectation.mismatches(List.of(ring("a", "b", "c"), ring("x", "y"))))
                .containsExactly("unexpected: circular x -> y");
        assertThat(silence.mismatches(circular("x", "y"))).containsExactly("unexpected: circular x -> y");
        assertThat(silence.mismatches(List.<Reported>of())).isEmpty();
    }

    @Test
    void onlyTheNamedInvariantMayBeViolatedAndItMustBe() {
        Expectation lost = new Expectation(Expectation.INVARIANT, List.of(), List.of(), List.of(), 0, "I2");

        assertThat(lost.mismatches(ended("I2 offline CPUs keep no pages: CPU 1 keeps 3 pages")))
                .isEmpty();
        assertThat(lost.mismatches(ended())).containsExactly("missing: violation of I2");
        assertThat(lost.mismatches(ended("I2 x", "I1 y"))).containsExactly("violated: I1 y");
        assertThat(silence.mismatches(ended("I2 x"))).containsExactly("violated: I2 x");
    }

    @Test
    void aStallMustBeWhereItIsExpectedAndNowhereElse() {
        Expectation stall = new Expectation(Expectation.STALL, List.of(), List.of(), List.of(), 0, "");

        assertThat(stall.mismatches(ended().stalled("no progress"))).isEmpty();
        assertThat(stall.mismatches(ended())).containsExactly("missing: stall");
        assertThat(silence.mismatches(ended().stalled("no progress"))).containsExactly("stalled: no progress");
    }

    @Test
    void onlyTheNamedErrorMayBeReturnedAndItMustBe() {
        Expectation refused =
                new Expectation(Expectation.ERRNO, List.of(), List.of(), List.of(), List.of(), 0, "", "EBUSY", false);

        assertThat(refused.mismatches(ended().failed(List.of("EBUSY from fcntl"))))
                .isEmpty();
        assertThat(refused.mismatches(ended())).containsExactly("missing: EBUSY");
        assertThat(refused.mismatches(ended().failed(List.of("EPERM from fcntl"))))
                .containsExactly("missing: EBUSY", "failed: EPERM from fcntl");
        assertThat(silence.mismatches(ended().failed(List.of("EBUSY from fcntl"))))
                .containsExactly("failed: EBUSY from fcntl");
        assertThat(refused).hasToString("errno EBUSY");
    }

    @Test
    void whatIsExpectedToBeLowMustComeAndMustBeLow() {
        Expectation low =
                new Expectation("circular", List.of("a", "b"), List.of(), List.of(), List.of(), 0, "", "", true);
        Reported found = new Reported("circular", List.of("b", "a"), List.of(), true);

        assertThat(low.mismatches(List.of(found))).isEmpty();
        assertThat(low.mismatches(List.<Reported>of())).containsExactly("missing: low circular a -> b");
        assertThat(low.mismatches(circular("a", "b")))
                .containsExactly("missing: low circular a -> b", "unexpected: circular a -> b");
        assertThat(silence.mismatches(List.of(found))).as("no alarm").isEmpty();
    }

    @Test
    void whatLeadsOverAnEdgeThatTheBugAddsIsASibling() {
        Expectation added = new Expectation(
                "circular", List.of("a", "b"), List.of(), List.of(), List.of(List.of("b", "a")), 0, "", "", false);

        assertThat(added.mismatches(List.of(ring("a", "b"), ring("c", "b", "a"), ring("a", "d", "b"))))
                .isEmpty();
        assertThat(added.mismatches(List.of(ring("a", "b"), ring("b", "c", "a"))))
                .containsExactly("unexpected: circular b -> c -> a");
        assertThat(added.mismatches(List.of(ring("c", "b", "a")))).containsExactly("missing: circular a -> b");
    }

    private static Outcome ended(String... violations) {
        return new Outcome(List.of(), List.of(violations), List.of());
    }

    private static List<Reported> circular(String... classes) {
        return List.of(ring(classes));
    }

    private static Reported ring(String... classes) {
        return new Reported("circular", List.of(classes), List.of("c"));
    }
}
