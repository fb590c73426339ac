package io.lockdep.sim.percpu;

import io.lockdep.Lockdep;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.PageAllocator;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.Work;
import io.lockdep.sim.workqueue.Workqueues;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Allocates objects that exist once per possible CPU; {@code pcpu_alloc} and {@code free_percpu} of mm/percpu.c, 4.10.
 *
 * <p>Two locks. {@code pcpu_lock} guards which bytes are in use and is held for moments only. {@code pcpu_alloc_mutex}
 * is held over a whole allocation that may sleep, because it creates chunks and populates pages, and for that it
 * enters the page allocator. An atomic allocation takes the first lock only and fails where memory is missing; the
 * balance work keeps some empty pages populated for it.
 *
 * <p>Departures: no reserved chunk; the boot chunk has 4 KiB of static variables; maps and chunk structures cost no
 * simulated memory. Thread-safe.
 */
public final class PercpuAllocator {

    private static final int MIN_ALIGN = 2;

    private final ReentrantLock pcpuAllocMutex = Lockdep.name(new ReentrantLock(), "pcpu_alloc_mutex");
    private final ChunkTable chunks;
    private final PercpuVm vm;
    private final PercpuBalance balance;
    private final Work balanceWork;
    private final Workqueues workqueues;
    private final Tracepoints trace;

    /**
     * Makes the allocator with its boot chunk, all of whose pages are populated ({@code pcpu_setup_first_chunk}).
     *
     * @param possibleCpus units of a chunk
     * @param allocator where pages come from
     * @param workqueues what runs the balance work
     * @param trace where allocations are noted
     * @throws IllegalStateException if there is not even memory for the boot chunk
     */
    public PercpuAllocator(int possibleCpus, PageAllocator allocator, Workqueues workqueues, Tracepoints trace) {
        this.workqueues = workqueues;
        this.trace = trace;
        chunks = new ChunkTable(possibleCpus);
        vm = new PercpuVm(allocator);
        balance = new PercpuBalance(pcpuAllocMutex, chunks, vm, trace);
        balanceWork = Work.named("(work_completion)(&pcpu_balance_work)", balance::pcpuBalanceWorkfn);
        setupFirstChunk();
    }

    /**
     * Allocates with {@code GFP_KERNEL} ({@code __alloc_percpu}).
     *
     * @param size bytes per CPU, at most {@link PercpuSizes#UNIT_SIZE}
     * @param align a power of two, at most a page
     * @return the object, or null if there is no memory
     */
    public @Nullable PercpuPtr allocPercpu(int size, int align) {
        return pcpuAlloc(size, align, Gfp.KERNEL);
    }

    /**
     * Allocates with other flags ({@code __alloc_percpu_gfp}); without all of {@code GFP_KERNEL} the call is atomic:
     * it takes no mutex and uses populated pages only.
     *
     * @param size bytes per CPU, at most {@link PercpuSizes#UNIT_SIZE}
     * @param align a power of two, at most a page
     * @param gfp what may be done for it
     * @return the object, or null if there is no memory
     */
    public @Nullable PercpuPtr allocPercpuGfp(int size, int align, Gfp gfp) {
        return pcpuAlloc(size, align, gfp);
    }

    /**
     * Gives an object back ({@code free_percpu}); never sleeps.
     *
     * @param ptr what an allocation returned
     */
    public void freePercpu(PercpuPtr ptr) {
        if (chunks.free(ptr)) {
            schedulePcpuBalanceWork();
        }
    }

    /**
     * The chunks, for the invariant check.
     *
     * @return the allocator's table
     */
    public ChunkTable chunks() {
        return chunks;
    }

    private @Nullable PercpuPtr pcpuAlloc(int size, int align, Gfp gfp) {
        int bytes = size + 1 & -MIN_ALIGN;
        int alignment = Math.max(align, MIN_ALIGN);
        if (size <= 0
                || bytes > PercpuSizes.UNIT_SIZE
                || alignment > PercpuSizes.PAGE_SIZE
                || Integer.bitCount(alignment) != 1) {
            throw new IllegalArgumentException(
                    "illegal size (" + size + ") or align (" + align + ") for percpu allocation");
        }
        PercpuPtr ptr = gfp.has(Gfp.KERNEL) ? pcpuAllocSleeping(bytes, alignment) : pcpuAllocAtomic(bytes, alignment);
        trace.emit("percpu_alloc_percpu", ptr == null ? "failed" : "size", bytes);
        if (chunks.needsBalance()) {
            schedulePcpuBalanceWork();
        }
        return ptr;
    }

    private @Nullable PercpuPtr pcpuAllocAtomic(int bytes, int align) {
        PercpuPtr ptr = chunks.takePopulated(bytes, align);
        if (ptr == null) {
            chunks.noteAtomicAllocFailed();
        }
        return ptr;
    }

    private @Nullable PercpuPtr pcpuAllocSleeping(int bytes, int align) {
        pcpuAllocMutex.lock();
        try {
            PercpuPtr ptr = chunks.take(bytes, align);
            if (ptr == null) {
                chunks.pcpuCreateChunk(trace);
                ptr = chunks.take(bytes, align);
            }
            if (ptr == null || pcpuPopulate(ptr)) {
                return ptr;
            }
            chunks.free(ptr);
            return null;
        } finally {
            pcpuAllocMutex.unlock();
        }
    }

    /** Populates what is missing under an area; false if memory ran out. */
    private boolean pcpuPopulate(PercpuPtr ptr) {
        PercpuChunk chunk = ptr.chunk();
        int end = (ptr.offset() + ptr.size() + PercpuSizes.PAGE_SIZE - 1) / PercpuSizes.PAGE_SIZE;
        int from = chunk.nextUnpopulated(ptr.offset() / PercpuSizes.PAGE_SIZE, end);
        while (from < end) {
            int to = chunk.endOfUnpopulated(from, end);
            if (!vm.pcpuPopulateChunk(chunk, from, to)) {
                return false;
            }
            chunks.pcpuChunkPopulated(chunk, from, to);
            from = chunk.nextUnpopulated(to, end);
        }
        return true;
    }

    private void schedulePcpuBalanceWork() {
        workqueues.scheduleWork(balanceWork);
    }

    private void setupFirstChunk() {
        PercpuChunk first = chunks.pcpuCreateChunk(trace);
        if (!vm.pcpuPopulateChunk(first, 0, PercpuSizes.UNIT_PAGES)) {
            throw new IllegalStateException("no memory for the first per-CPU chunk");
        }
        chunks.pcpuChunkPopulated(first, 0, PercpuSizes.UNIT_PAGES);
        chunks.take(PercpuSizes.UNIT_SIZE - PercpuSizes.DYNAMIC_RESERVE, PercpuSizes.PAGE_SIZE);
    }
}
