package io.lockdep.sim.percpu;

import io.lockdep.Lockdep;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All that {@code pcpu_lock} guards: the chunks in their slots, their area maps, and how many populated pages are
 * empty; mm/percpu.c, 4.10.
 *
 * <p>Each method is one critical section of {@code pcpu_lock}; nothing is taken inside. Methods that create chunks or
 * populate pages also need {@code pcpu_alloc_mutex}.
 */
public final class ChunkTable {

    /** Entries that taking an area can add to a map. */
    private static final int ENTRIES_PER_TAKE = 2;

    private final int units;
    private final ReentrantLock pcpuLock = Lockdep.name(new ReentrantLock(), "pcpu_lock");
    private final ChunkSlots slots = new ChunkSlots();
    private int created;

    /** Populated pages without any area in them ({@code pcpu_nr_empty_pop_pages}). */
    private int nrEmptyPopPages;

    /** An atomic allocation found nothing since the last balance ({@code pcpu_atomic_alloc_failed}). */
    private boolean atomicAllocFailed;

    ChunkTable(int units) {
        this.units = units;
    }

    /**
     * All chunks.
     *
     * @return a snapshot
     */
    public List<PercpuChunk> all() {
        pcpuLock.lock();
        try {
            return slots.all();
        } finally {
            pcpuLock.unlock();
        }
    }

    /**
     * Chunks without any area in use.
     *
     * @return how many; the balance work spares one
     */
    public int entirelyFree() {
        pcpuLock.lock();
        try {
            return slots.entirelyFree().size();
        } finally {
            pcpuLock.unlock();
        }
    }

    /**
     * The counter of empty populated pages.
     *
     * @return pages per unit
     */
    public int nrEmptyPopPages() {
        pcpuLock.lock();
        try {
            return nrEmptyPopPages;
        } finally {
            pcpuLock.unlock();
        }
    }

    /**
     * Empty populated pages, counted anew.
     *
     * @return what {@link #nrEmptyPopPages} should be
     */
    public int countEmptyPopPages() {
        pcpuLock.lock();
        try {
            int empty = 0;
            for (PercpuChunk chunk : slots.all()) {
                empty += chunk.emptyPopulated();
            }
            return empty;
        } finally {
            pcpuLock.unlock();
        }
    }

    /**
     * Chunks in which something is in use that some possible CPU has no memory for.
     *
     * @return their numbers; empty between allocations
     */
    public List<Integer> withMissingMemory() {
        pcpuLock.lock();
        try {
            List<Integer> missing = new ArrayList<>();
            for (PercpuChunk chunk : slots.all()) {
                if (chunk.hasAreaWithoutMemory()) {
                    missing.add(chunk.number());
                }
            }
            return missing;
        } finally {
            pcpuLock.unlock();
        }
    }

    /** Takes an area anywhere, extending a chunk's map if it is full; null if every chunk is too full. */
    @Nullable
    PercpuPtr take(int bytes, int align) {
        pcpuLock.lock();
        try {
            for (PercpuChunk chunk : slots.candidates(bytes)) {
                PercpuPtr ptr = takeFrom(chunk, bytes, align, page -> true);
                if (ptr != null) {
                    return ptr;
                }
            }
            return null;
        } finally {
            pcpuLock.unlock();
        }
    }

    /** Takes an area of populated pages from a chunk whose map has room; for callers that must not sleep. */
    @Nullable
    PercpuPtr takePopulated(int bytes, int align) {
        pcpuLock.lock();
        try {
            for (PercpuChunk chunk : slots.candidates(bytes)) {
                if (chunk.map().spareEntries() >= ENTRIES_PER_TAKE) {
                    PercpuPtr ptr = takeFrom(chunk, bytes, align, chunk::isPopulated);
                    if (ptr != null) {
                        return ptr;
                    }
                }
            }
            return null;
        } finally {
            pcpuLock.unlock();
        }
    }

    /** Gives an area back; true if there is now more than one entirely free chunk. */
    boolean free(PercpuPtr ptr) {
        pcpuLock.lock();
        try {
            PercpuChunk chunk = ptr.chunk();
            nrEmptyPopPages -= chunk.emptyPopulated();
            chunk.map().free(ptr.offset());
            nrEmptyPopPages += chunk.emptyPopulated();
            slots.relocate(chunk);
            return chunk.map().isEntirelyFree() && slots.entirelyFree().size() > 1;
        } finally {
            pcpuLock.unlock();
        }
    }

    boolean needsBalance() {
        pcpuLock.lock();
        try {
            return nrEmptyPopPages < PercpuSizes.EMPTY_POP_PAGES_LOW || atomicAllocFailed;
        } finally {
            pcpuLock.unlock();
        }
    }

    void noteAtomicAllocFailed() {
        pcpuLock.lock();
        try {
            atomicAllocFailed = true;
        } finally {
            pcpuLock.unlock();
        }
    }

    /** How many pages the balance work is to populate now ({@code nr_to_pop}). */
    int pagesToPopulate() {
        pcpuLock.lock();
        try {
            boolean failed = atomicAllocFailed;
            atomicAllocFailed = false;
            int high = PercpuSizes.EMPTY_POP_PAGES_HIGH;
            return failed ? high : Math.max(0, high - nrEmptyPopPages);
        } finally {
            pcpuLock.unlock();
        }
    }

    PercpuChunk pcpuCreateChunk(Tracepoints trace) {
        pcpuLock.lock();
        try {
            PercpuChunk chunk = new PercpuChunk(created++, units);
            slots.relocate(chunk);
            trace.emit("percpu_create_chunk", "chunk", chunk.number());
            return chunk;
        } finally {
            pcpuLock.unlock();
        }
    }

    void pcpuChunkPopulated(PercpuChunk chunk, int from, int to) {
        pcpuLock.lock();
        try {
            nrEmptyPopPages -= chunk.emptyPopulated();
            chunk.setPopulated(from, to);
            nrEmptyPopPages += chunk.emptyPopulated();
        } finally {
            pcpuLock.unlock();
        }
    }

    /** Unlists all entirely free chunks but one, for the balance work to destroy. */
    List<PercpuChunk> removeSurplus() {
        pcpuLock.lock();
        try {
            List<PercpuChunk> free = slots.entirelyFree();
            List<PercpuChunk> surplus = new ArrayList<>(free.subList(Math.min(1, free.size()), free.size()));
            for (PercpuChunk chunk : surplus) {
                slots.remove(chunk);
                nrEmptyPopPages -= chunk.nrPopulated();
                chunk.clearPopulated();
            }
            return surplus;
        } finally {
            pcpuLock.unlock();
        }
    }

    /** Gives every map with few spare entries more of them, so that atomic allocations do not run out. */
    void extendMaps() {
        pcpuLock.lock();
        try {
            for (PercpuChunk chunk : slots.all()) {
                if (chunk.map().spareEntries() < PercpuSizes.ATOMIC_MAP_MARGIN_LOW) {
                    chunk.map().extend(PercpuSizes.ATOMIC_MAP_MARGIN_HIGH);
                }
            }
        } finally {
            pcpuLock.unlock();
        }
    }

    private @Nullable PercpuPtr takeFrom(PercpuChunk chunk, int bytes, int align, IntPredicate pageUsable) {
        AreaMap map = chunk.map();
        int offset = bytes <= map.contigHint() ? map.fit(bytes, align, pageUsable) : -1;
        if (offset < 0) {
            return null;
        }
        if (map.spareEntries() < ENTRIES_PER_TAKE) {
            map.extend(AreaMap.DFL_MAP_ALLOC);
        }
        nrEmptyPopPages -= chunk.emptyPopulated();
        map.take(offset, bytes);
        nrEmptyPopPages += chunk.emptyPopulated();
        slots.relocate(chunk);
        return new PercpuPtr(chunk, offset, bytes);
    }
}
