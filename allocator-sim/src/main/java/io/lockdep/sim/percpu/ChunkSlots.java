package io.lockdep.sim.percpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * All chunks, listed by how much of them is free; {@code pcpu_slot[]} of mm/percpu.c, 4.10. Guarded by
 * {@code pcpu_lock}.
 */
final class ChunkSlots {

    private final List<Deque<PercpuChunk>> slots = new ArrayList<>();

    ChunkSlots() {
        for (int slot = 0; slot < PercpuSizes.SLOTS; slot++) {
            slots.add(new ArrayDeque<>());
        }
    }

    /** Lists a chunk where it belongs now ({@code pcpu_chunk_relocate}); one that got emptier is tried first. */
    void relocate(PercpuChunk chunk) {
        int before = chunk.slot();
        int now = slotOf(chunk);
        if (before == now) {
            return;
        }
        remove(chunk);
        chunk.setSlot(now);
        if (before < now) {
            slots.get(now).addFirst(chunk);
        } else {
            slots.get(now).addLast(chunk);
        }
    }

    void remove(PercpuChunk chunk) {
        if (chunk.slot() >= 0) {
            slots.get(chunk.slot()).remove(chunk);
            chunk.setSlot(-1);
        }
    }

    /** Chunks that may have that many bytes free, fullest first. */
    List<PercpuChunk> candidates(int size) {
        List<PercpuChunk> candidates = new ArrayList<>();
        for (int slot = PercpuSizes.sizeToSlot(size); slot < PercpuSizes.SLOTS; slot++) {
            candidates.addAll(slots.get(slot));
        }
        return candidates;
    }

    List<PercpuChunk> entirelyFree() {
        return List.copyOf(slots.get(PercpuSizes.SLOTS - 1));
    }

    List<PercpuChunk> all() {
        List<PercpuChunk> all = new ArrayList<>();
        slots.forEach(all::addAll);
        return all;
    }

    private static int slotOf(PercpuChunk chunk) {
        int smallest = Integer.BYTES;
        if (chunk.map().contigHint() < smallest) {
            return 0;
        }
        return PercpuSizes.sizeToSlot(chunk.map().freeSize());
    }
}
