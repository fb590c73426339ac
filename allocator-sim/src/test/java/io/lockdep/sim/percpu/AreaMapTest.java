package io.lockdep.sim.percpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AreaMapTest {

    private static final int SIZE = PercpuSizes.UNIT_SIZE;

    private final AreaMap map = new AreaMap(SIZE);

    @Test
    void placesFirstFitAndAligned() {
        map.take(0, 10);

        assertThat(map.fit(4, 2, page -> true)).isEqualTo(10);
        assertThat(map.fit(4, 64, page -> true)).isEqualTo(64);
        assertThat(map.fit(SIZE, 2, page -> true)).isEqualTo(-1);
    }

    @Test
    void skipsPagesThatMustNotBeUsed() {
        assertThat(map.fit(8, 8, page -> page >= 3)).isEqualTo(3 * PercpuSizes.PAGE_SIZE);
        assertThat(map.fit(2 * PercpuSizes.PAGE_SIZE, 8, page -> page == 1 || page == 5 || page == 6))
                .isEqualTo(5 * PercpuSizes.PAGE_SIZE);
        assertThat(map.fit(8, 8, page -> false)).isEqualTo(-1);
    }

    @Test
    void freedNeighboursBecomeOneArea() {
        map.take(0, 100);
        map.take(100, 100);
        map.take(200, 100);

        map.free(0);
        map.free(200);
        assertThat(map.contigHint()).isEqualTo(SIZE - 200);
        map.free(100);

        assertThat(map.isEntirelyFree()).isTrue();
        assertThat(map.contigHint()).isEqualTo(SIZE);
    }

    @Test
    void freeingWhatDoesNotBeginThereIsRefused() {
        map.take(0, 100);

        assertThatThrownBy(() -> map.free(50)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> map.free(100)).isInstanceOf(IllegalStateException.class);
    }

    /** Against a model with one bit per byte. */
    @Test
    void agreesWithAByteByByteModelOverRandomUse() {
        Random random = new Random(410);
        BitSet used = new BitSet(SIZE);
        TreeMap<Integer, Integer> areas = new TreeMap<>();
        for (int round = 0; round < 5_000; round++) {
            if (random.nextBoolean()) {
                int bytes = 2 * (1 + random.nextInt(1_000));
                int align = 2 << random.nextInt(6);
                int offset = map.fit(bytes, align, page -> true);
                if (offset >= 0) {
                    assertThat(offset % align).isZero();
                    assertThat(used.get(offset, offset + bytes).isEmpty()).isTrue();
                    if (map.spareEntries() < 2) {
                        map.extend(AreaMap.DFL_MAP_ALLOC);
                    }
                    map.take(offset, bytes);
                    used.set(offset, offset + bytes);
                    areas.put(offset, bytes);
                }
            } else if (!areas.isEmpty()) {
                Map.Entry<Integer, Integer> area = areas.ceilingEntry(random.nextInt(areas.lastKey() + 1));
                map.free(area.getKey());
                used.clear(area.getKey(), area.getKey() + area.getValue());
                areas.remove(area.getKey());
            }
            assertThat(map.freeSize()).isEqualTo(SIZE - used.cardinality());
            assertThat(map.contigHint()).isEqualTo(longestClearRun(used));
        }
    }

    private static int longestClearRun(BitSet used) {
        int longest = 0;
        int from = used.nextClearBit(0);
        while (from < SIZE) {
            int to = used.nextSetBit(from);
            int end = to < 0 ? SIZE : to;
            longest = Math.max(longest, end - from);
            from = used.nextClearBit(end);
        }
        return longest;
    }
}
