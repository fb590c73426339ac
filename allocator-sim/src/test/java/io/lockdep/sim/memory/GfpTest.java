package io.lockdep.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GfpTest {

    @Test
    void printsLikeTheKernel() {
        assertThat(Gfp.KERNEL).hasToString("__GFP_DIRECT_RECLAIM|__GFP_KSWAPD_RECLAIM|__GFP_IO|__GFP_FS");
        assertThat(Gfp.HIGHMEM.or(Gfp.COLD)).hasToString("__GFP_HIGHMEM|__GFP_COLD");
    }

    @Test
    void anAtomicAllocationIsNotAKernelOne() {
        assertThat(Gfp.ATOMIC.has(Gfp.KERNEL)).isFalse();
        assertThat(Gfp.USER.has(Gfp.KERNEL)).isTrue();
    }

    @Test
    void chargesThePageblockTypeThatFitsTheUse() {
        assertThat(Gfp.KERNEL.migratetype()).isEqualTo(Migratetype.UNMOVABLE);
        assertThat(Gfp.HIGHUSER_MOVABLE.migratetype()).isEqualTo(Migratetype.MOVABLE);
        assertThat(Gfp.KERNEL.or(Gfp.RECLAIMABLE).migratetype()).isEqualTo(Migratetype.RECLAIMABLE);
    }
}
