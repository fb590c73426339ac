package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BuddyListsTest {

    private static final int PAGES = 4 * BuddyLists.LARGEST_BLOCK;

    private final Memmap memmap = new Memmap(PAGES);
    private final PageBlocks blocks = new PageBlocks(PAGES);
    private final BuddyLists buddy = new BuddyLists(memmap, blocks, 0, PAGES);

    @Test
    void takingOnePageOfALargestBlockLeavesOneFreeHalfOfEveryOrder() {
        freeLargestBlock(0);

        int pfn = buddy.rmqueue(0, Migratetype.MOVABLE);

        assertThat(pfn).isZero();
        for (int order = 0; order < BuddyLists.MAX_ORDER - 1; order++) {
            assertThat(buddy.freeBlocks(order)).as("order " + order).isEqualTo(1);
        }
        assertThat(buddy.freeBlocks(BuddyLists.MAX_ORDER - 1)).isZero();
        assertThat(buddy.nrFree()).isEqualTo(BuddyLists.LARGEST_BLOCK - 1);
    }

    @Test
    void freeingThatPageMergesTheHalvesAgain() {
        freeLargestBlock(0);
        int pfn = buddy.rmqueue(0, Migratetype.MOVABLE);

        buddy.freeOnePage(pfn, 0, Migratetype.MOVABLE);

        assertThat(buddy.freeBlocks(BuddyLists.MAX_ORDER - 1)).isEqualTo(1);
        for (int order = 0; order < BuddyLists.MAX_ORDER - 1; order++) {
            assertThat(buddy.freeBlocks(order)).as("order " + order).isZero();
        }
    }

    @Test
    void pagesMergeWithTheirBuddyOnlyNotWithAnyNeighbour() {
        buddy.freeOnePage(1, 0, Migratetype.MOVABLE);
        buddy.freeOnePage(2, 0, Migratetype.MOVABLE);
        assertThat(buddy.freeBlocks(0)).isEqualTo(2);

        buddy.freeOnePage(3, 0, Migratetype.MOVABLE);

        assertThat(buddy.freeBlocks(0)).isEqualTo(1);
        assertThat(buddy.freeBlocks(1)).isEqualTo(1);
    }

    @Test
    void blocksOfTheHighestOrderAreNotMerged() {
        freeLargestBlock(0);
        freeLargestBlock(1);

        assertThat(buddy.freeBlocks(BuddyLists.MAX_ORDER - 1)).isEqualTo(2);
    }

    @Test
    void unmovableRequestClaimsThePageblocksOfTheLargestMovableBlock() {
        freeLargestBlock(0);

        int pfn = buddy.rmqueue(0, Migratetype.UNMOVABLE);

        assertThat(blocks.typeOf(pfn)).isEqualTo(Migratetype.UNMOVABLE);
        assertThat(blocks.typeOf(pfn + PageBlocks.PAGES)).isEqualTo(Migratetype.UNMOVABLE);
        assertThat(buddy.rmqueue(BuddyLists.MAX_ORDER - 2, Migratetype.UNMOVABLE))
                .as("the rest is on the unmovable lists")
                .isNotEqualTo(Memmap.NONE);
    }

    @Test
    void unmovableRequestLeavesThePageblockItsTypeIfLessThanHalfOfItIsFree() {
        buddy.freeOnePage(0, 7, Migratetype.MOVABLE);

        buddy.rmqueue(0, Migratetype.UNMOVABLE);

        assertThat(blocks.typeOf(0)).isEqualTo(Migratetype.MOVABLE);
        assertThat(buddy.rmqueue(0, Migratetype.UNMOVABLE))
                .as("but the pages freed there moved over")
                .isNotEqualTo(Memmap.NONE);
    }

    @Test
    void unmovableRequestClaimsThePageblockIfHalfOfItIsFree() {
        buddy.freeOnePage(0, 8, Migratetype.MOVABLE);

        buddy.rmqueue(0, Migratetype.UNMOVABLE);

        assertThat(blocks.typeOf(0)).isEqualTo(Migratetype.UNMOVABLE);
    }

    @Test
    void movableRequestThatCannotClaimTakesTheSmallestForeignBlock() {
        blocks.setTypeOf(0, Migratetype.UNMOVABLE);
        buddy.freeOnePage(0, 3, Migratetype.UNMOVABLE);
        buddy.freeOnePage(64, 1, Migratetype.UNMOVABLE);

        int pfn = buddy.rmqueue(0, Migratetype.MOVABLE);

        assertThat(pfn).isEqualTo(64);
        assertThat(blocks.typeOf(0)).isEqualTo(Migratetype.UNMOVABLE);
        assertThat(buddy.freeBlocks(3)).isEqualTo(1);
    }

    @Test
    void isolatedBlocksAreNeverAllocatedFrom() {
        blocks.setTypeOf(0, Migratetype.ISOLATE);
        buddy.freeOnePage(0, PageBlocks.ORDER, Migratetype.ISOLATE);

        assertThat(buddy.rmqueue(0, Migratetype.MOVABLE)).isEqualTo(Memmap.NONE);
        assertThat(buddy.rmqueue(0, Migratetype.UNMOVABLE)).isEqualTo(Memmap.NONE);
        assertThat(buddy.hasUsableBlock(0)).isFalse();
    }

    @Test
    void anEmptyZoneGivesNothing() {
        assertThat(buddy.rmqueue(0, Migratetype.MOVABLE)).isEqualTo(Memmap.NONE);
        assertThat(buddy.nrFree()).isZero();
    }

    /** Random allocations and frees: every page is accounted for at all times and all merges at the end. */
    @Test
    void noPageIsLostOverManyRandomAllocationsAndFrees() {
        Random random = new Random(2017);
        Zone zone = new Zone(ZoneType.NORMAL, new Memmap(PAGES), 0, PAGES, Watermarks.of(PAGES, PAGES, PAGES), 1);
        List<int[]> held = new ArrayList<>();
        Migratetype[] types = {Migratetype.UNMOVABLE, Migratetype.MOVABLE, Migratetype.RECLAIMABLE};
        for (int round = 0; round < 20_000; round++) {
            if (random.nextInt(100) < 55) {
                int order =
                        Math.min(BuddyLists.MAX_ORDER - 1, Integer.numberOfTrailingZeros(random.nextInt() | 1 << 10));
                int pfn = zone.rmqueue(order, types[random.nextInt(types.length)]);
                if (pfn != Memmap.NONE) {
                    zone.markAllocated(pfn, order);
                    held.add(new int[] {pfn, order});
                }
            } else if (!held.isEmpty()) {
                free(zone, held.remove(random.nextInt(held.size())));
            }
            if (round % 500 == 0) {
                assertThat(ZoneCensus.violations(zone)).as("round " + round).isEmpty();
            }
        }
        assertThat(held).as("the zone was put under pressure").isNotEmpty();
        held.forEach(block -> free(zone, block));

        assertThat(ZoneCensus.violations(zone)).isEmpty();
        assertThat(zone.buddy().freeBlocks(BuddyLists.MAX_ORDER - 1)).isEqualTo(PAGES / BuddyLists.LARGEST_BLOCK);
    }

    private static void free(Zone zone, int[] block) {
        zone.markFreed(block[0], block[1]);
        zone.freeOnePage(block[0], block[1]);
    }

    private void freeLargestBlock(int number) {
        buddy.freeOnePage(number * BuddyLists.LARGEST_BLOCK, BuddyLists.MAX_ORDER - 1, Migratetype.MOVABLE);
    }
}
