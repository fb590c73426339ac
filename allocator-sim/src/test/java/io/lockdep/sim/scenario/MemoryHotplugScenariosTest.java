package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S4, S2d, S2e and S2f without the agent: how the machine ends, not what a validator says. */
class MemoryHotplugScenariosTest {

    private static final S4 RACE = new S4();

    static Stream<Arguments> variants() {
        return Stream.of(RACE, new S2d(), new S2e(), new S2f())
                .flatMap(scenario ->
                        scenario.synopsis().variants().stream().map(variant -> Arguments.of(scenario, variant)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantLeavesTheMachineAsItMust(Scenario scenario, Variant variant) {
        Outcome outcome = scenario.run(variant, new Narrator(), Tracepoints.off());

        assertThat(variant.expectation().mismatches(outcome)).isEmpty();
        assertThat(outcome.violations()).isEmpty();
    }

    @Test
    void theStallSaysWhichPageIsOnWhichList() {
        for (String id : List.of("base", "D1")) {
            Outcome outcome = RACE.run(variant(id), new Narrator(), Tracepoints.off());

            assertThat(outcome.stalls())
                    .singleElement()
                    .asString()
                    .contains(
                            "stall: no progress of \"bash\" in __offline_pages of memory block",
                            "the same for 1000 rounds",
                            "waits for: 1 of its pages to be free",
                            "per-CPU list of CPU 1 (zone MOVABLE)",
                            "holds: ",
                            "at memoryhotplug.OfflinePages.offlinePages:",
                            "pages: MOVABLE: CPU 1 keeps ");
        }
    }

    @Test
    void drainingAgainEndsItInTheSecondRound() {
        List<String> events = events("again");

        assertThat(events).contains("bash: offline_pages rounds=2");
        assertThat(events).contains("kworker/1:0: mm_page_pcpu_drain cpu=1");
    }

    @Test
    void withTheListsDisabledOneDrainIsEnough() {
        List<String> events = events("disable");

        assertThat(events).contains("bash: offline_pages rounds=1");
        assertThat(events)
                .filteredOn(event -> event.startsWith("bash: drain_all_pages"))
                .hasSize(1);
    }

    @Test
    void theDrainOfAllCpusFindsAPageThatItsCountDidNotShowYet() {
        assertThat(events("disableR"))
                .contains("bash: offline_pages rounds=1")
                .containsSubsequence("bash: drain_all_pages cpus_with_pcps=2", "kworker/1:0: mm_page_pcpu_drain cpu=1");
        assertThat(events("D1")).contains("bash: drain_all_pages cpus_with_pcps=1");
    }

    @Test
    void pagesInUseAreMovedOutOfTheBlock() {
        assertThat(events("disable"))
                .filteredOn(event -> event.startsWith("bash: mm_migrate_pages succeeded"))
                .hasSize(399);
    }

    private static List<String> events(String id) {
        Tracepoints trace = Tracepoints.recording();
        RACE.run(variant(id), new Narrator(), trace);
        return trace.lines();
    }

    private static Variant variant(String id) {
        return RACE.synopsis().variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
