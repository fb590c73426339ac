package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreelistTest {

    private static final int BATCH = 3;
    private static final int HIGH = 18;

    private final Machine machine = new Machine();

    @AfterEach
    void stop() {
        machine.close();
    }

    @Test
    void theFirstSinglePageFillsTheListOfTheCpuWithABatch() {
        machine.run(1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));

        assertThat(machine.zone.pcp(1).count()).isEqualTo(BATCH - 1);
        assertThat(machine.zone.pcp(0).count()).isZero();
        assertThat(machine.zone.buddy().nrFree()).isEqualTo(Machine.PAGES - BATCH);
    }

    @Test
    void pagesOfABatchComeOutInAscendingOrderFromEitherEnd() {
        machine.run(0, () -> {
            int hot = machine.pages.allocPagesNodemask(Gfp.KERNEL, 0);
            assertThat(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0)).isEqualTo(hot + 1);
        });
        machine.run(1, () -> {
            Gfp gfp = Gfp.KERNEL.or(Gfp.COLD);
            int cold = machine.pages.allocPagesNodemask(gfp, 0);
            assertThat(machine.pages.allocPagesNodemask(gfp, 0)).isEqualTo(cold + 1);
        });
    }

    @Test
    void aFreedPageIsTheNextOneHandedOut() {
        machine.run(0, () -> {
            int pfn = machine.pages.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0);
            machine.pages.freePages(pfn, 0);

            assertThat(machine.pages.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0))
                    .isEqualTo(pfn);
        });
    }

    @Test
    void aListThatReachesHighGivesOneBatchBack() {
        machine.run(0, () -> {
            List<Integer> pages = new ArrayList<>();
            for (int i = 0; i < HIGH; i++) {
                pages.add(machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));
            }
            assertThat(machine.zone.pcp(0).count()).isZero();

            pages.subList(1, HIGH).forEach(pfn -> machine.pages.freePages(pfn, 0));
            assertThat(machine.zone.pcp(0).count()).isEqualTo(HIGH - 1);
            machine.pages.freePages(pages.get(0), 0);

            assertThat(machine.zone.pcp(0).count()).isEqualTo(HIGH - BATCH);
        });
        assertThat(ZoneCensus.violations(machine.zone)).isEmpty();
    }

    @Test
    void eachMigratetypeHasAListOfItsOwn() {
        machine.run(0, () -> {
            machine.pages.allocPagesNodemask(Gfp.KERNEL, 0);
            machine.pages.allocPagesNodemask(Gfp.HIGHUSER_MOVABLE, 0);
            machine.pages.allocPagesNodemask(Gfp.KERNEL.or(Gfp.RECLAIMABLE), 0);
        });

        assertThat(machine.zone.pcp(0).count()).isEqualTo(3 * (BATCH - 1));
        assertThat(machine.zone.pcp(0).listed()).isEqualTo(3 * (BATCH - 1));
    }

    @Test
    void higherOrdersGoPastThePerCpuLists() {
        machine.run(0, () -> {
            int pfn = machine.pages.allocPagesNodemask(Gfp.KERNEL, 4);
            assertThat(machine.zone.buddy().nrFree()).isEqualTo(Machine.PAGES - 16);
            machine.pages.freePages(pfn, 4);
        });

        assertThat(machine.zone.buddy().nrFree()).isEqualTo(Machine.PAGES);
        assertThat(machine.zone.pcp(0).count()).isZero();
    }

    @Test
    void aTaskWhoseCpuWentOfflineUsesTheListsOfAnotherOne() {
        machine.cpus.takeCpuDown(1);

        machine.run(1, () -> machine.pages.allocPagesNodemask(Gfp.KERNEL, 0));

        assertThat(machine.zone.pcp(1).count()).isZero();
        assertThat(machine.zone.pcp(0).count()).isEqualTo(BATCH - 1);
    }

    @Test
    void onlyMovableUserMemoryComesFromTheMovableZone() {
        int half = Machine.PAGES / 2;
        Memmap memmap = new Memmap(Machine.PAGES);
        Watermarks marks = Watermarks.of(half, half, Machine.PAGES);
        Zone normal = new Zone(ZoneType.NORMAL, memmap, 0, half, marks, 2);
        Zone movable = new Zone(ZoneType.MOVABLE, memmap, half, half, marks, 2);
        Freelist freelist = new Freelist(machine.cpus, List.of(movable, normal));

        machine.run(0, () -> {
            assertThat(movable.contains(freelist.getPageFromFreelist(Gfp.HIGHUSER_MOVABLE, 0, Watermarks.Mark.LOW)))
                    .isTrue();
            assertThat(normal.contains(freelist.getPageFromFreelist(Gfp.USER, 0, Watermarks.Mark.LOW)))
                    .isTrue();
        });
    }
}
