package io.lockdep.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.trace.Tracepoints;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class C0Test {

    /** What makes a kernel older or newer, and other ways to mend what is mended: no bug comes or goes with it. */
    private static final Set<Patch> NO_BUG = EnumSet.of(
            Patch.DRAIN_FOR_USERS_ONLY,
            Patch.RELAY_BUFFERS_FOR_USERS,
            Patch.CPU_DEAD_TAKES_DRAIN_MUTEX,
            Patch.DRAIN_FLAG_AND_HOOK,
            Patch.DRAIN_REMOTELY,
            Patch.IRQ_BYPASSES_PCP,
            Patch.CPU_HOTPLUG_RWSEM,
            Patch.CPUHP_THREADS,
            Patch.PAGEVEC_OF_15,
            Patch.LRU_DRAIN_PIGGYBACKS,
            Patch.MEM_HOTPLUG_RWSEM,
            Patch.SLAB_SHRINK_TRYLOCKS,
            Patch.SLAB_FLUSH_WORKS,
            Patch.OOM_VICTIMS_GET_HALF,
            Patch.POOL_COUNTS_ONLY,
            Patch.POOL_PAGE_NOIO,
            Patch.OFFLINE_DRAINS_AGAIN,
            Patch.CPU_ONLINE_UPDATES_PCP);

    private final Scenario scenario = new C0();

    @Test
    void eachFixIsTakenAwayAloneAndEachBugIsAddedAlone() {
        Set<VariantFlags> machines =
                scenario.synopsis().variants().stream().map(Variant::flags).collect(Collectors.toSet());

        for (Patch patch : EnumSet.complementOf(EnumSet.copyOf(NO_BUG))) {
            VariantFlags clean = VariantFlags.K5_15;
            VariantFlags mutant = clean.has(patch) ? clean.without(patch) : clean.with(patch);
            assertThat(machines.contains(mutant)).as("a row for " + patch).isTrue();
        }
    }

    @Test
    void theCleanMachineTakesTheSameCourseEveryTimeAndEndsInOrder() {
        Tracepoints first = Tracepoints.recording();
        Tracepoints second = Tracepoints.recording();

        assertThat(play(first).violations()).isEmpty();
        assertThat(play(second).stalls()).isEmpty();

        assertThat(first.lines()).isEqualTo(second.lines());
    }

    @Test
    void everyActorGetsToWhatTheMutantsChange() {
        Tracepoints trace = Tracepoints.recording();

        play(trace);

        List<String> events = trace.lines();
        assertThat(events)
                .contains(
                        "syz-executor: drain_all_pages cpus_with_pcps=3",
                        "fcntl: lru_add_drain_all cpus_with_pages=1",
                        "kdevtmpfs: devtmpfs_handle cpu/1/msr=0",
                        "systemd: kmem_cache_destroy fuse_request=192");
        assertThat(events)
                .anyMatch(event -> event.startsWith("kworker/1:")
                        && event.endsWith(": workqueue_execute_start (work_completion)(&drain->work)=1"));
        assertThat(events).anyMatch(event -> event.startsWith("stress: mark_victim stress"));
        assertThat(events).anyMatch(event -> event.startsWith("kswapd0: mm_vmscan_writepage"));
        assertThat(events).anyMatch(event -> event.startsWith("bash: offline_pages rounds"));
    }

    private Outcome play(Tracepoints trace) {
        return scenario.run(scenario.synopsis().variants().get(0), Narrator.silent(), trace);
    }
}
