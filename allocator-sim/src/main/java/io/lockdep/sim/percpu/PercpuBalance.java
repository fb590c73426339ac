package io.lockdep.sim.percpu;

import io.lockdep.sim.trace.Tracepoints;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a few empty populated pages for atomic allocations and gives back all entirely free chunks but one;
 * {@code pcpu_balance_workfn} of mm/percpu.c, 4.10.
 */
final class PercpuBalance {

    private final ReentrantLock pcpuAllocMutex;
    private final ChunkTable chunks;
    private final PercpuVm vm;
    private final Tracepoints trace;

    PercpuBalance(ReentrantLock pcpuAllocMutex, ChunkTable chunks, PercpuVm vm, Tracepoints trace) {
        this.pcpuAllocMutex = pcpuAllocMutex;
        this.chunks = chunks;
        this.vm = vm;
        this.trace = trace;
    }

    /** The body of the work. */
    void pcpuBalanceWorkfn() {
        pcpuAllocMutex.lock();
        try {
            for (PercpuChunk chunk : chunks.removeSurplus()) {
                vm.pcpuDepopulateChunk(chunk);
                trace.emit("percpu_destroy_chunk", "chunk", chunk.number());
            }
            chunks.extendMaps();
            int left = populateEmptyPages(chunks.pagesToPopulate());
            if (left > 0) {
                chunks.pcpuCreateChunk(trace);
                populateEmptyPages(left);
            }
        } finally {
            pcpuAllocMutex.unlock();
        }
    }

    /** Populates free pages of existing chunks; returns how many are left to do for lack of chunks, 0 after failure. */
    private int populateEmptyPages(int wanted) {
        int left = wanted;
        for (PercpuChunk chunk : chunks.all()) {
            int from = chunk.nextUnpopulated(0, PercpuSizes.UNIT_PAGES);
            while (left > 0 && from < PercpuSizes.UNIT_PAGES) {
                int to = Math.min(from + left, chunk.endOfUnpopulated(from, PercpuSizes.UNIT_PAGES));
                if (!vm.pcpuPopulateChunk(chunk, from, to)) {
                    return 0;
                }
                chunks.pcpuChunkPopulated(chunk, from, to);
                left -= to - from;
                from = chunk.nextUnpopulated(to, PercpuSizes.UNIT_PAGES);
            }
        }
        return left;
    }
}
