package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.bio.Bio;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** kswapd, swapping out and the out-of-memory killer. */
class ReclaimTest {

    private static final int SWAP_PAGES = 1000;

    private final Machine machine = new Machine();
    private final Watermarks marks = machine.zone.watermarks();
    private final List<Bio> disk = new ArrayList<>();
    private final AnonymousMemory mm = new AnonymousMemory(machine.pages);

    @BeforeEach
    void neverSleep() {
        machine.pages.schedule().scriptedBy(() -> {});
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    private void fillDownTo(int free) {
        while (machine.zone.buddy().nrFree() > free && mm.fault()) {
            // One page more.
        }
    }

    private void complete() {
        disk.forEach(bio -> bio.endIo().run());
        disk.clear();
    }

    private void isWholeAfterExit() {
        mm.unmapAll();
        complete();
        assertThat(machine.pages.swap().writeback()).isZero();
        assertThat(machine.zone.allocated()).isZero();
        assertThat(ZoneCensus.violations(machine.zone)).isEmpty();
    }

    @Test
    void kswapdIsWokenBelowTheLowMarkAndReclaimsUpToTheHighOne() {
        machine.run(0, () -> {
            machine.pages.swap().swapon(bio -> bio.endIo().run(), SWAP_PAGES);
            fillDownTo(marks.low() + 1);
            assertThat(machine.pages.kswapd().isWanted()).isFalse();
            fillDownTo(marks.low() - 1);
            mm.fault();
            assertThat(machine.pages.kswapd().isWanted()).isTrue();

            machine.pages.kswapd().balancePgdat();

            assertThat(machine.zone.buddy().nrFree()).isGreaterThan(marks.high());
            assertThat(machine.pages.kswapd().isWanted()).isFalse();
            isWholeAfterExit();
        });
    }

    @Test
    void pagesUnderWritebackAreFreedWhenTheyAreWritten() {
        machine.run(0, () -> {
            machine.pages.swap().swapon(disk::add, SWAP_PAGES);
            fillDownTo(marks.low() - 1);
            int resident = mm.size();

            machine.pages.kswapd().balancePgdat();

            assertThat(machine.pages.swap().writeback())
                    .isEqualTo(resident - mm.size())
                    .isPositive();
            isWholeAfterExit();
        });
    }

    @Test
    void withoutRoomInSwapPagesStay() {
        machine.run(0, () -> {
            machine.pages.swap().swapon(bio -> bio.endIo().run(), 8);
            fillDownTo(marks.low() - 1);
            int resident = mm.size();

            assertThat(machine.pages.kswapd().balancePgdat()).isEqualTo(8);

            assertThat(mm.size()).isEqualTo(resident - 8);
            isWholeAfterExit();
        });
    }

    @Test
    void reclaimWithoutIoSwapsNothingOut() {
        machine.run(0, () -> {
            machine.pages.swap().swapon(disk::add, SWAP_PAGES);
            fillDownTo(marks.min());

            assertThat(machine.pages.allocPagesNodemask(Gfp.NOIO.or(Gfp.NORETRY), 0))
                    .isEqualTo(Memmap.NONE);

            assertThat(disk).isEmpty();
            isWholeAfterExit();
        });
    }

    @Test
    void theLargestProcessIsKilledAndMayUseTheWholeReserve() {
        leastFreeAfterTheLargestIsKilled(machine, 0, 0);
    }

    @Test
    void from414OnAVictimMayUseHalfOfTheReserve() {
        try (Machine later = new Machine(VariantFlags.K4_14)) {
            later.pages.schedule().scriptedBy(() -> {});
            leastFreeAfterTheLargestIsKilled(later, marks.min() / 2 - 3, marks.min() / 2);
        }
    }

    private static void leastFreeAfterTheLargestIsKilled(Machine on, int from, int to) {
        Task victim = Task.named("large", 0);
        Task other = Task.named("small", 0);
        AnonymousMemory large = new AnonymousMemory(on.pages);
        AnonymousMemory small = new AnonymousMemory(on.pages);
        on.pages.oomKiller().register(victim, large);
        on.pages.oomKiller().register(other, small);
        other.run(small::fault);
        // One page more than there is: who asks is the victim itself.
        victim.run(() -> {
            while (large.fault()) {
                // One page more.
            }
        });

        assertThat(victim.isMemdie()).isTrue();
        assertThat(other.isMemdie()).isFalse();
        assertThat(on.pages.oomKiller().kills()).isOne();
        assertThat(on.zone.buddy().nrFree()).isBetween(from, to);
        assertThat(on.pages.reserve().byVictims()).isPositive();
        assertThat(on.pages.reserve().byReclaim()).isZero();
        on.pages.oomKiller().exit(victim);
        assertThat(victim.isMemdie()).isFalse();
        other.run(small::unmapAll);
        victim.run(large::unmapAll);
        assertThat(on.zone.allocated()).isZero();
        assertThat(ZoneCensus.violations(on.zone)).isEmpty();
    }

    @Test
    void whoIsMostlySwappedOutIsTheLargestAllTheSame() {
        machine.run(0, () -> {
            machine.pages.swap().swapon(bio -> bio.endIo().run(), SWAP_PAGES);
            for (int i = 0; i < 64; i++) {
                mm.fault();
            }
            int before = mm.oomBadness();
            assertThat(machine.pages.swap().shrinkInactiveAnon(32)).isEqualTo(32);

            assertThat(mm.size()).isEqualTo(32);
            assertThat(mm.oomBadness()).isEqualTo(before).isEqualTo(64 + 1);
            isWholeAfterExit();
            assertThat(mm.oomBadness()).isZero();
        });
    }

    @Test
    void anAllocationThatMayNotCallFileSystemsKillsNobodyAndGoesOn() {
        Task other = Task.named("large", 0);
        machine.pages.oomKiller().register(other, mm);
        other.run(() -> fillDownTo(marks.min()));
        AtomicInteger naps = new AtomicInteger();
        machine.pages.schedule().scriptedBy(() -> {
            if (naps.incrementAndGet() == 3) {
                other.run(mm::unmapAll);
            }
        });

        machine.run(0, () -> {
            int pfn = machine.pages.allocPagesNodemask(Gfp.NOIO, 0);

            assertThat(pfn).isNotEqualTo(Memmap.NONE);
            machine.pages.freePages(pfn, 0);
        });
        assertThat(naps).hasValue(3);
        assertThat(machine.pages.oomKiller().kills()).isZero();
        machine.pages.oomKiller().exit(other);
    }

    @Test
    void anAllocationGoesOnOnceTheVictimHasExited() {
        Task victim = Task.named("large", 0);
        machine.pages.oomKiller().register(victim, mm);
        victim.run(() -> fillDownTo(marks.min()));
        machine.pages
                .schedule()
                .scriptedBy(() -> victim.run(() -> {
                    mm.unmapAll();
                    machine.pages.oomKiller().exit(victim);
                }));

        machine.run(0, () -> {
            int pfn = machine.pages.allocPagesNodemask(Gfp.KERNEL, 0);

            assertThat(pfn).isNotEqualTo(Memmap.NONE);
            machine.pages.freePages(pfn, 0);
        });
        assertThat(machine.zone.allocated()).isZero();
    }
}
