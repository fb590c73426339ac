package io.lockdep.sim.invariant;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.percpu.ChunkTable;
import io.lockdep.sim.percpu.PercpuSizes;
import java.util.ArrayList;
import java.util.List;

/**
 * I3: every per-CPU object has memory for every possible CPU, enough empty pages are populated for atomic allocations,
 * and chunks that nobody uses are not hoarded.
 *
 * <p>Two limits that one might expect do not hold in 4.10. Empty pages have no upper one: pages freed in a chunk that
 * is still in use stay populated. And beside the entirely free chunk that the balance work spares there can be one
 * that the same run has made, because an atomic allocation had failed before.
 */
final class PercpuPopulated implements Invariant {

    private static final int MAX_ENTIRELY_FREE = 2;

    @Override
    public String title() {
        return "I3 per-CPU objects have memory for every possible CPU";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        ChunkTable chunks = kernel.percpu().chunks();
        List<String> violations = new ArrayList<>();
        for (int number : chunks.withMissingMemory()) {
            violations.add("chunk " + number + " has an object without memory");
        }
        int empty = chunks.nrEmptyPopPages();
        if (empty != chunks.countEmptyPopPages()) {
            violations.add(chunks.countEmptyPopPages() + " populated pages are empty, but the counter says " + empty);
        }
        if (empty < PercpuSizes.EMPTY_POP_PAGES_LOW) {
            violations.add("only " + empty + " populated pages are empty");
        }
        if (chunks.entirelyFree() > MAX_ENTIRELY_FREE) {
            violations.add(chunks.entirelyFree() + " chunks are entirely free");
        }
        return violations;
    }
}
