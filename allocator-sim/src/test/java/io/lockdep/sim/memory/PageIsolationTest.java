package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A zone of four pageblocks, all of which are isolated unless a test says otherwise. */
class PageIsolationTest {

    private static final int PAGES = 2 * BuddyLists.LARGEST_BLOCK;
    private static final int END = PAGES;

    private final Memmap memmap = new Memmap(PAGES);

    @Test
    void aFreeRangeIsIsolatedAtOnceAndNotCountedAsFree() {
        Zone zone = zone(ZoneType.MOVABLE);

        isolate(zone);

        assertThat(zone.isolation().testPagesIsolated(0, END)).isTrue();
        assertThat(zone.buddy().nrFree()).isZero();
        assertThat(zone.isolatedPageblocks()).isEqualTo(END / PageBlocks.PAGES);
        assertThat(ZoneCensus.violations(zone)).isEmpty();
    }

    @Test
    void whatIsIsolatedIsNotIsolatedAgain() {
        Zone zone = zone(ZoneType.MOVABLE);
        isolate(zone);

        assertThat(zone.isolation().isolate(0)).isNull();
    }

    @Test
    void kernelMemoryKeepsItsPageblockFromBeingIsolatedButNotInZoneMovable() {
        Zone normal = zone(ZoneType.NORMAL);
        int pfn = normal.rmqueue(0, Migratetype.UNMOVABLE);
        normal.markAllocated(pfn, 0);
        assertThat(normal.isolation().isolate(PageBlocks.start(pfn))).isNull();
        assertThat(normal.isolatedPageblocks()).isZero();

        Zone movable = zone(ZoneType.MOVABLE);
        int page = movable.rmqueue(0, Migratetype.MOVABLE);
        movable.markAllocated(page, 0);
        assertThat(movable.isolation().isolate(PageBlocks.start(page))).isEqualTo(Migratetype.MOVABLE);
    }

    @Test
    void aPageFreedIntoAnIsolatedPageblockIsIsolatedToo() {
        Zone zone = zone(ZoneType.MOVABLE);
        int pfn = zone.rmqueue(0, Migratetype.MOVABLE);
        zone.markAllocated(pfn, 0);
        isolate(zone);
        assertThat(zone.isolation().testPagesIsolated(0, END)).isFalse();

        zone.markFreed(pfn, 0);
        zone.freeOnePage(pfn, 0);

        assertThat(zone.isolation().testPagesIsolated(0, END)).isTrue();
    }

    @Test
    void aPageOnAPerCpuListGoesBackWithTheTypeThatThePageblockHasThen() {
        Zone zone = zone(ZoneType.MOVABLE);
        zone.rmqueueBulk(zone.pcp(0), Migratetype.MOVABLE, false);
        isolate(zone);
        assertThat(zone.isolation().testPagesIsolated(0, END)).isFalse();

        zone.freePcppagesBulk(zone.pcp(0), zone.pcp(0).count());

        assertThat(zone.isolation().testPagesIsolated(0, END)).isTrue();
        assertThat(ZoneCensus.violations(zone)).isEmpty();
    }

    @Test
    void anIsolatedPageblockDoesNotMergeWithItsNeighbourUntilItIsGivenBack() {
        Zone zone = zone(ZoneType.MOVABLE);
        int pfn = zone.rmqueue(BuddyLists.MAX_ORDER - 1, Migratetype.MOVABLE);
        zone.markAllocated(pfn, BuddyLists.MAX_ORDER - 1);
        zone.isolation().isolate(pfn);
        zone.markFreed(pfn, BuddyLists.MAX_ORDER - 1);
        zone.freeOnePage(pfn, PageBlocks.ORDER);
        zone.freeOnePage(pfn + PageBlocks.PAGES, PageBlocks.ORDER);
        assertThat(zone.buddy().freeBlocks(PageBlocks.ORDER)).isEqualTo(2);

        zone.isolation().unisolate(pfn, Migratetype.MOVABLE);

        assertThat(zone.buddy().freeBlocks(PageBlocks.ORDER)).isZero();
        assertThat(zone.buddy().freeBlocks(BuddyLists.MAX_ORDER - 1)).isEqualTo(2);
        assertThat(ZoneCensus.violations(zone)).isEmpty();
    }

    @Test
    void memoryThatWasOfflineIsWholeWhenItIsOnlineAgain() {
        Zone zone = zone(ZoneType.MOVABLE);
        IsolatedRange range = isolate(zone);
        range.offline();
        assertThat(zone.presentPages()).isZero();
        assertThat(zone.isolatedPageblocks()).isZero();
        assertThat(ZoneCensus.violations(zone)).isEmpty();

        zone.span().onlinePagesRange(0, END);

        assertThat(zone.buddy().freeBlocks(BuddyLists.MAX_ORDER - 1)).isEqualTo(2);
        assertThat(ZoneCensus.violations(zone)).isEmpty();
    }

    private Zone zone(ZoneType type) {
        return new Zone(type, memmap, 0, PAGES, Watermarks.of(PAGES, PAGES, PAGES), 1);
    }

    private static IsolatedRange isolate(Zone zone) {
        Migratetype[] types = new Migratetype[END / PageBlocks.PAGES];
        for (int block = 0; block < types.length; block++) {
            Migratetype before = zone.isolation().isolate(block * PageBlocks.PAGES);
            assertThat(before).isNotNull();
            types[block] = before;
        }
        return new IsolatedRange(zone, 0, types);
    }
}
