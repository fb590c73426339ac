package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.trace.Tracepoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3Test {

    private final Scenario scenario = new S3();

    private Outcome play(String id) {
        Variant variant = variant(id);
        Outcome outcome = scenario.run(variant, Narrator.silent(), Tracepoints.off());
        assertThat(variant.expectation().mismatches(outcome)).isEmpty();
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(strings = {"A0", "A1", "A2", "A3", "A4", "N1", "N2", "N3", "N4", "P3"})
    void theMachineEndsInOrderWhateverTheOrderOfLocks(String id) {
        assertThat(play(id).violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0", "P2"})
    void withoutReservesForAnybodyTheVictimCannotExit(String id) {
        assertThat(play(id).stalls())
                .singleElement()
                .asString()
                .contains(
                        "stall: no progress of \"stress\" in mempool_alloc of mempool:a",
                        "waits for: an element: 1 in use, 0 left, waited 26 rounds of 5 s, 130 s; victim of the OOM "
                                + "killer: true",
                        "\"logd\" in an allocation under mutex:b",
                        "waits for: memory: ",
                        "\"dd\" in a write that is logged",
                        "waits for: mutex:b",
                        "at dm.LoggedTarget.commitLog:",
                        "pages: NORMAL: ");
    }

    @ParameterizedTest
    @ValueSource(strings = "P1")
    void withReservesForEmptyPoolsReclaimTakesThemToTheLastPageAndSomebodyIsKilled(String id) {
        assertThat(play(id).violations()).singleElement().asString().startsWith("I8 ");
    }

    @Test
    void aMiscountIsNotWhatWasExpected() {
        Variant swapsPolitely = variant("P0");
        Variant killsMore =
                new Variant("P1", swapsPolitely.title(), swapsPolitely.flags(), swapsPolitely.expectation());

        Outcome outcome = scenario.run(killsMore, Narrator.silent(), Tracepoints.off());

        assertThat(killsMore.expectation().mismatches(outcome))
                .contains("violated: count oomKills is 1, not 2", "violated: count lowestFree is 254, not 0");
    }

    private Variant variant(String id) {
        return scenario.synopsis().variants().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
