package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The invariant check must notice what it is for. */
class ZoneCensusTest {

    private static final int PAGES = 2048;

    private final Memmap memmap = new Memmap(PAGES);
    private final Zone zone = new Zone(ZoneType.NORMAL, memmap, 0, PAGES, Watermarks.of(PAGES, PAGES, PAGES), 1);

    @Test
    void aFreshZoneIsAccountedFor() {
        assertThat(ZoneCensus.violations(zone)).isEmpty();
    }

    @Test
    void aPageTakenButNotHandedOutIsMissed() {
        int pfn = zone.rmqueue(0, Migratetype.MOVABLE);

        assertThat(ZoneCensus.violations(zone)).contains("NORMAL: page " + pfn + " has no state");
    }

    @Test
    void buddiesThatWereNotMergedAreFound() {
        int pfn = zone.rmqueue(1, Migratetype.MOVABLE);
        memmap.setState(pfn, Memmap.BUDDY, 0);
        memmap.setState(pfn + 1, Memmap.BUDDY, 0);

        assertThat(ZoneCensus.violations(zone))
                .contains("NORMAL: free buddies " + pfn + " and " + (pfn + 1) + " of order 0 were not merged");
    }

    @Test
    void aPageWithAStateInsideAnAllocatedBlockIsFound() {
        int pfn = zone.rmqueue(2, Migratetype.MOVABLE);
        zone.markAllocated(pfn, 2);
        memmap.setState(pfn + 1, Memmap.PCP, 0);

        assertThat(ZoneCensus.violations(zone))
                .contains("NORMAL: page " + (pfn + 1) + " has a state of its own inside block " + pfn);
    }

    @Test
    void freeingTwiceIsRefused() {
        int pfn = zone.rmqueue(0, Migratetype.MOVABLE);
        zone.markAllocated(pfn, 0);
        zone.markFreed(pfn, 0);

        assertThatThrownBy(() -> zone.markFreed(pfn, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bad page state: pfn " + pfn);
    }

    @Test
    void freeingWithAnotherOrderIsRefused() {
        int pfn = zone.rmqueue(3, Migratetype.MOVABLE);
        zone.markAllocated(pfn, 3);

        assertThatThrownBy(() -> zone.markFreed(pfn, 2)).isInstanceOf(IllegalStateException.class);
    }
}
