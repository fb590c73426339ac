package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class S1Test {

    static Stream<Arguments> variants() {
        return Stream.of(new S1(), new S1F())
                .flatMap(scenario ->
                        scenario.synopsis().variants().stream().map(variant -> Arguments.of(scenario, variant)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantRunsAndLeavesTheMachineInOrder(Scenario scenario, Variant variant) {
        int before = Lockdep.findings().size();

        Outcome outcome = scenario.run(variant, new Narrator(), Tracepoints.off());

        assertThat(outcome.violations()).isEmpty();
        assertThat(Lockdep.findings()).as("lock maps alone close no cycle").hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyRunTakesTheSameCourse(Scenario scenario, Variant variant) {
        assertThat(events(scenario, variant))
                .isEqualTo(events(scenario, variant))
                .hasSizeGreaterThan(15);
    }

    @Test
    void theDriverIsLoadedByThreeThreadsThatWaitForEachOther() {
        assertThat(events("A1"))
                .containsSubsequence(
                        "cpuhp/1: cpuhp_enter AP_ONLINE_DYN=1",
                        "kdevtmpfs: devtmpfs_handle cpu/1/msr=1",
                        "syz-executor: shmem_wait_for_pins tagged=5",
                        "kworker/1:0: workqueue_execute_start (work_completion)(&lru_add_drain_work)=1",
                        "syz-executor: fcntl_add_seals OK=1");
    }

    @Test
    void withoutTheDrainSealingFailsAlthoughNobodyCouldWrite() {
        List<String> events = events("V1");

        assertThat(events).contains("syz-executor: fcntl_add_seals EBUSY=1");
        assertThat(events.stream().filter("syz-executor: shmem_wait_for_pins tagged=5"::equals))
                .as("scans")
                .hasSize(5);
    }

    @Test
    void withoutTheHotplugLockSealingSucceedsAsBefore() {
        assertThat(events("V2")).contains("syz-executor: fcntl_add_seals OK=1");
    }

    @Test
    void aSecondReadWaitsBehindTheWriterThatWaitsForTheFirst() {
        S1 scenario = new S1();
        List<String> told = new ArrayList<>();
        scenario.run(variant(scenario, "N1"), Narrator.to(told::add), Tracepoints.off());

        assertThat(String.join("\n", told))
                .containsSubsequence(
                        "[stopped at WRITER_QUEUED]",
                        "[would wait for ever for \"bash\", which waits for it]",
                        "[online CPUs: 1, in pagevecs of CPU 1: 0]");
    }

    @Test
    void theWayUpAndTheWayDownBothRunOnTheHotplugThread() {
        S1F scenario = new S1F();

        assertThat(events(scenario, scenario.synopsis().variants().get(0)))
                .containsSubsequence(
                        "swapper/0: cpuhp_enter BRINGUP_CPU=1",
                        "cpuhp/1: cpuhp_enter AP_IRQ_AFFINITY_ONLINE=1",
                        "cpuhp/1: cpuhp_exit AP_IRQ_AFFINITY_ONLINE=1",
                        "bash: cpuhp_exit TEARDOWN_CPU=1",
                        "bash: cpuhp_exit PAGE_ALLOC_DEAD=1");
    }

    private static List<String> events(String variant) {
        S1 scenario = new S1();
        return events(scenario, variant(scenario, variant));
    }

    private static Variant variant(Scenario scenario, String id) {
        return scenario.synopsis().variants().stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> events(Scenario scenario, Variant variant) {
        Tracepoints trace = Tracepoints.recording();
        scenario.run(variant, new Narrator(), trace);
        return trace.lines();
    }
}
