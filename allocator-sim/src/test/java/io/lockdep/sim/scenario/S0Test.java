package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class S0Test {

    private static final S0 SCENARIO = new S0();

    static Stream<Variant> variants() {
        return SCENARIO.synopsis().variants().stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantRunsAndLeavesTheMachineAsItMust(Variant variant) {
        Outcome outcome = SCENARIO.run(variant, new Narrator(), Tracepoints.off());

        assertThat(variant.expectation().mismatches(outcome)).isEmpty();
        String broken = variant.expectation().invariant();
        assertThat(outcome.held())
                .extracting(title -> title.substring(0, 2))
                .contains("I1", "I3", "I9")
                .satisfies(held -> assertThat(held.contains("I2")).isEqualTo(broken.isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void withoutTheAgentLockMapsAloneCloseNoCycle(Variant variant) {
        int before = Lockdep.findings().size();

        SCENARIO.run(variant, new Narrator(), Tracepoints.off());

        assertThat(Lockdep.agentActive()).isFalse();
        assertThat(Lockdep.findings()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyRunTakesTheSameCourse(Variant variant) {
        assertThat(events(variant)).isEqualTo(events(variant)).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A0", "A1", "V2", "V3", "V4", "V8", "M2"})
    void theMapIsCreatedOnlyBecauseReclaimAndDrainHelp(String variant) {
        List<String> events = events(variant(variant));

        int reclaim = events.indexOf("syz-executor: mm_vmscan_direct_reclaim_end nr_reclaimed=32");
        assertThat(reclaim).isPositive();
        assertThat(events.get(reclaim + 1)).isEqualTo("syz-executor: drain_all_pages cpus_with_pcps=2");
        assertThat(events.subList(reclaim + 2, reclaim + 8))
                .containsExactly(
                        "kworker/0:0: workqueue_execute_start (work_completion)(&drain->work)=0",
                        "kworker/0:0: mm_page_pcpu_drain cpu=0",
                        "kworker/0:0: workqueue_execute_end (work_completion)(&drain->work)=0",
                        "kworker/1:0: workqueue_execute_start (work_completion)(&drain->work)=1",
                        "kworker/1:0: mm_page_pcpu_drain cpu=1",
                        "kworker/1:0: workqueue_execute_end (work_completion)(&drain->work)=1");
        assertThat(events).doesNotContain("syz-executor: percpu_alloc_percpu failed=4096");
    }

    @Test
    void whatDrainsNoneButUsersDoesNotDrainForTheMap() {
        List<String> events = events(variant("V1"));

        int chunk = events.indexOf("syz-executor: percpu_create_chunk chunk=1");
        assertThat(events.subList(chunk, events.size()))
                .contains("syz-executor: mm_vmscan_direct_reclaim_end nr_reclaimed=32")
                .noneMatch(event -> event.startsWith("syz-executor: drain_all_pages"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V5", "V6"})
    void withoutWorksTheCallerDrainsAllCpusItself(String variant) {
        assertThat(events(variant(variant)))
                .containsSubsequence(
                        "syz-executor: mm_vmscan_direct_reclaim_end nr_reclaimed=32",
                        "syz-executor: mm_page_pcpu_drain cpu=0",
                        "syz-executor: mm_page_pcpu_drain cpu=1")
                .noneMatch(event -> event.contains("execute_start (work_completion)(&drain->work)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V3R", "V7", "M1"})
    void theWorkOfACpuThatGoesDownIsExecutedWhileItIsStillOnline(String variant) {
        assertThat(events(variant(variant)))
                .containsSubsequence(
                        "syz-executor: drain_all_pages cpus_with_pcps=2",
                        "bash: cpuhp_exit AP_WORKQUEUE_ONLINE=1",
                        "kworker/1:0: workqueue_execute_start (work_completion)(&drain->work)=1",
                        "kworker/1:0: workqueue_execute_end (work_completion)(&drain->work)=1",
                        "bash: cpuhp_exit TEARDOWN_CPU=1");
    }

    @Test
    void theOfflineHookWaitsForTheWorkWhileKworkersAreStillBound() {
        assertThat(events(variant("V4R")))
                .containsSubsequence(
                        "bash: cpuhp_exit AP_ONLINE_DYN=1",
                        "kworker/1:0: workqueue_execute_end (work_completion)(&drain->work)=1",
                        "bash: cpuhp_exit AP_WORKQUEUE_ONLINE=1");
    }

    @Test
    void theCpuIsUpBeforeTheMapIsCreatedAndDownAfterwards() {
        List<String> events = events(SCENARIO.synopsis().variants().get(0));

        assertThat(events)
                .containsSubsequence(
                        "swapper/0: cpuhp_enter SMPCFD_PREPARE=1",
                        "swapper/0: percpu_alloc_percpu size=32",
                        "swapper/0: cpuhp_enter ONLINE=1",
                        "syz-executor: percpu_create_chunk chunk=1",
                        "bash: cpuhp_exit PAGE_ALLOC_DEAD=1",
                        "bash: mm_page_pcpu_drain cpu=1");
    }

    private static Variant variant(String id) {
        return variants().filter(variant -> variant.id().equals(id)).findFirst().orElseThrow();
    }

    private static List<String> events(Variant variant) {
        Tracepoints trace = Tracepoints.recording();
        SCENARIO.run(variant, new Narrator(), trace);
        return trace.lines();
    }
}
