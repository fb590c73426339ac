package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.trace.Tracepoints;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WQ1 without the agent: who is stuck, and who comes to the rescue. */
class WQ1Test {

    private static final Scenario SCENARIO = new WQ1();

    private final Tracepoints trace = Tracepoints.recording();

    @ParameterizedTest
    @ValueSource(strings = {"A0", "V1", "W1"})
    void everyVariantLeavesTheMachineAsItMust(String id) {
        assertThat(variant(id).expectation().mismatches(run(id))).isEmpty();
    }

    @Test
    void theStallIsThatOfHughDickins() {
        String stall = String.join("\n", run("A0").stalls());

        assertThat(stall)
                .contains(
                        "stall: no progress of \"kthreadd\" in flush_work of (work_completion)(&drain->work)",
                        "waits for: a kworker of CPU 0, workers=1 idle=0; manager: kworker/0:0; workqueue events has no "
                                + "rescuer",
                        "\"cat\" in flush_work of (work_completion)(work)",
                        "\"kworker/0:0\" in kthread_create_on_node of kworker/0:1",
                        "waits for: kthreadd, which wants memory for it",
                        "holds: ",
                        "at memory.DrainAllPages.drainAllPages:",
                        "at workqueue.MaybeCreateWorker.untilThereIsOne:",
                        "workqueue: pool of CPU 0: workers=1 idle=0; manager: kworker/0:0; pending: events:",
                        "pages: NORMAL: 511 free, min watermark 512",
                        "pages: NORMAL: CPU 0 keeps ");
        assertThat(run("A0").stalls()).as("once").hasSize(1);
    }

    @Test
    void theRescuerOfMmPercpuWqDrainsWhatKthreaddWaitsFor() {
        run("V1");

        assertThat(trace.lines())
                .containsSubsequence(
                        "kthreadd: drain_all_pages cpus_with_pcps=2",
                        "mm_percpu_wq: workqueue_execute_start (work_completion)(&drain->work)=0",
                        "mm_percpu_wq: mm_page_pcpu_drain cpu=0",
                        "kworker/0:0: workqueue_execute_start (work_completion)(work)=0");
    }

    @Test
    void twoRunsTakeTheSameCourse() {
        run("A0");
        List<String> first = trace.lines();
        Tracepoints again = Tracepoints.recording();
        SCENARIO.run(variant("A0"), Narrator.silent(), again);

        assertThat(again.lines()).isEqualTo(first);
    }

    private Outcome run(String id) {
        return SCENARIO.run(variant(id), Narrator.silent(), trace);
    }

    private static Variant variant(String id) {
        return SCENARIO.synopsis().variants().stream()
                .filter(variant -> variant.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
