package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The set of known chains finds what was added, whatever else was, and says so when it had to start anew. */
class ChainCacheTest {

    @AfterEach
    void clear() {
        ChainCache.clear();
    }

    @Test
    void whatWasAddedIsFoundAndNothingElse() {
        ChainCache.clear();
        long seed = Long.getLong("lockdep.seed", 1);
        Random added = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            ChainCache.add(added.nextLong());
        }
        Random again = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            assertThat(ChainCache.contains(again.nextLong())).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(ChainCache.contains(again.nextLong())).isFalse();
        }
        assertThat(ChainCache.size()).isEqualTo(100_000);
        assertThat(Limit.CHAINS.hits()).isZero();
    }

    @Test
    void addingTwiceCountsOnce() {
        ChainCache.clear();
        ChainCache.add(42);
        ChainCache.add(42);

        assertThat(ChainCache.size()).isEqualTo(1);
    }
}
