package io.lockdep.sim.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.LockOrder;
import io.lockdep.sim.SimJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The law of lock order of the clean kernel, as the packaged agent learns it from the scripted run. */
class OrderIT {

    private static final Pattern EDGE = Pattern.compile("  \"(.*)\" -> \"(.*)\";");

    @TempDir
    private Path directory;

    @Test
    void theCleanKernelHasALawThatKeepsTheHotplugLocksOutside() throws Exception {
        OrderLaw law = law("C0", "V0");

        assertThat(law.ring()).isEmpty();
        inOrder(
                law,
                "cpu_add_remove_lock",
                "cpu_hotplug_lock.rw_sem",
                "mem_hotplug_lock.rw_sem",
                "pcp_batch_high_lock");
        inOrder(law, "device_hotplug_lock", "cpu_hotplug_lock.rw_sem");
        inOrder(
                law,
                "pcp_batch_high_lock",
                "pcpu_drain_mutex",
                "(work_completion)(&drain->work)",
                "cpu.run",
                "&zone->lock");
        inOrder(law, "cpuhp_state_mutex", "cpuhp_state-up", "(complete)&req.done", "sb_writers#devtmpfs");
        inOrder(law, "sb_writers#devtmpfs", "&pipe->mutex/1", "&sb->s_type->i_mutex_key#9");
        inOrder(law, "lock#lru_add_drain_all", "(work_completion)(&lru_add_drain_work)", "&pgdat->lru_lock");
        inOrder(law, "slab_mutex", "pcpu_alloc_mutex", "fs_reclaim");
    }

    @Test
    void theLawsThatTheHistoricBugsBrokeAreKept() throws Exception {
        OrderLaw law = law("C0", "V0");

        List<String> hotplug = List.of("cpu_hotplug_lock.rw_sem", "mem_hotplug_lock.rw_sem", "device_hotplug_lock");
        assertThat(hotplug).noneMatch(lock -> law.isBefore("fs_reclaim", lock));
        assertThat(law.classes())
                .filteredOn(lockClass -> lockClass.startsWith("(work_completion)"))
                .isNotEmpty()
                .allSatisfy(work -> assertThat(hotplug).noneMatch(lock -> law.isBefore(work, lock)));
        assertThat(law.successors().get("&zone->lock")).isNull();
    }

    private static void inOrder(OrderLaw law, String... lockClasses) {
        for (int i = 1; i < lockClasses.length; i++) {
            String outer = lockClasses[i - 1];
            String inner = lockClasses[i];
            assertThat(law.isBefore(outer, inner))
                    .as("%s before %s", outer, inner)
                    .isTrue();
        }
    }

    private OrderLaw law(String scenario, String variant) throws IOException, InterruptedException {
        Path dot = directory.resolve("order.dot");
        new SimJvm(directory, "").run("run", scenario, "--variant", variant, "--order", dot.toString());
        return OrderLaw.of(Files.readAllLines(dot).stream()
                .map(EDGE::matcher)
                .filter(edge -> edge.matches())
                .map(edge -> new LockOrder(edge.group(1), edge.group(2), false, List.of()))
                .toList());
    }
}
