package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.sched.Task;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AllocSlowPathTest {

    private final Machine machine = new Machine();
    private final int min = machine.zone.watermarks().min();

    @AfterEach
    void stop() {
        machine.close();
    }

    @Test
    void reclaimedPagesAreOnAPerCpuListSoTheDrainIsWhatMakesTheAllocationSucceed() {
        machine.run(0, () -> {
            machine.pageCache.readahead(4);
            machine.hogDownTo(min);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isNotEqualTo(Memmap.NONE);
        });

        List<String> events = machine.trace.lines().stream()
                .filter(line -> !line.startsWith("kworker/"))
                .toList();
        assertThat(events.get(0)).endsWith("mm_vmscan_direct_reclaim_begin order=0");
        assertThat(events.get(1)).endsWith("mm_vmscan_direct_reclaim_end nr_reclaimed=4");
        assertThat(events.get(2)).endsWith("drain_all_pages cpus_with_pcps=1");
        machine.run(0, machine::releaseHog);
        assertThat(ZoneCensus.violations(machine.zone)).isEmpty();
    }

    @Test
    void pagesOnTheListOfAnotherCpuAreWonBack() {
        machine.run(1, () -> machine.pages.freePages(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0), 0));
        assertThat(machine.zone.pcp(1).count()).isPositive();

        machine.run(0, () -> {
            machine.pageCache.readahead(1);
            machine.hogDownTo(min);
            machine.pages.allocPagesNodemask(Gfp.KERNEL, 0);
        });

        assertThat(machine.zone.pcp(1).count()).isZero();
    }

    @Test
    void withoutAnythingToReclaimTheAllocationFailsAndNothingIsDrained() {
        machine.run(0, () -> {
            machine.hogDownTo(min);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines()).noneMatch(line -> line.contains("drain_all_pages"));
    }

    @Test
    void anAtomicAllocationFailsWithoutReclaim() {
        machine.run(0, () -> {
            machine.pageCache.readahead(4);
            machine.hogDownTo(min);

            assertThat(machine.pages.allocPagesNodemask(Gfp.ATOMIC, 0)).isEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines()).isEmpty();
    }

    @Test
    void betweenLowAndMinTheSlowPathServesWithoutReclaim() {
        machine.run(0, () -> {
            machine.hogDownTo(min + 10);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isNotEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines()).isEmpty();
    }

    @Test
    void whoFreesMemoryMayGoBelowTheMinWatermarkUnlessForbidden() {
        machine.run(0, () -> {
            machine.hogDownTo(min);
            Task.current().setMemalloc(true);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL.or(Gfp.NOMEMALLOC), 0))
                    .isEqualTo(Memmap.NONE);
            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isNotEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines()).as("and does not reclaim itself").isEmpty();
    }

    @Test
    void noRetryGivesUpAfterOneRound() {
        machine.run(0, () -> {
            // One page is reclaimed, which lifts the zone to the mark but not above it.
            machine.pageCache.readahead(1);
            machine.drain.drainPages(0);
            machine.hogDownTo(min - 1);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL.or(Gfp.NORETRY), 0))
                    .isEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines().stream().filter(line -> line.contains("reclaim_begin")))
                .hasSize(1);
    }

    @Test
    void manyRoundsOfReclaimAreMadeWhileThereIsProgress() {
        machine.run(0, () -> {
            machine.pageCache.readahead(100);
            machine.drain.drainPages(0);
            machine.hogDownTo(min - 64);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isNotEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines().stream().filter(line -> line.contains("nr_reclaimed=32")))
                .hasSize(3);
    }

    @Test
    void aCostlyOrderIsNotTriedTwice() {
        machine.run(0, () -> {
            machine.pageCache.readahead(100);
            machine.drain.drainPages(0);
            machine.hogDownTo(min - 64);

            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 4)).isEqualTo(Memmap.NONE);
        });

        assertThat(machine.trace.lines().stream().filter(line -> line.contains("reclaim_begin")))
                .hasSize(1);
    }
}
