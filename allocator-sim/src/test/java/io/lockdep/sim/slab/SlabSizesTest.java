package io.lockdep.sim.slab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlabSizesTest {

    @Test
    void ordersAreThoseOfAMachineWithFourCpus() {
        assertThat(SlabSizes.calculateOrder(192, 4)).isZero();
        assertThat(SlabSizes.calculateOrder(512, 4)).isEqualTo(1);
        assertThat(SlabSizes.calculateOrder(1024, 4)).isEqualTo(2);
        assertThat(SlabSizes.calculateOrder(4096, 4)).isEqualTo(3);
    }

    @Test
    void aSlabHoldsAtLeastOneObject() {
        for (int size = 8; size < 40_000; size += 8) {
            int order = SlabSizes.calculateOrder(size, 4);
            assertThat(SlabSizes.objects(order, size)).as("size %d", size).isPositive();
            assertThat(order).isGreaterThanOrEqualTo(SlabSizes.minOrder(size));
        }
    }

    @Test
    void howMuchIsKeptDependsOnTheSize() {
        assertThat(SlabSizes.minPartial(8)).isEqualTo(5);
        assertThat(SlabSizes.minPartial(1 << 14)).isEqualTo(7);
        assertThat(SlabSizes.minPartial(1 << 24)).isEqualTo(10);
        assertThat(SlabSizes.cpuPartial(4096)).isEqualTo(2);
        assertThat(SlabSizes.cpuPartial(1024)).isEqualTo(6);
        assertThat(SlabSizes.cpuPartial(256)).isEqualTo(13);
        assertThat(SlabSizes.cpuPartial(8)).isEqualTo(30);
    }
}
