package io.lockdep.sim.slab;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slabs that one CPU allocates from; {@code struct kmem_cache_cpu}. Touched only by who is pinned to that CPU, or
 * after the CPU is dead; the two volatile fields may be read by anybody.
 */
final class KmemCacheCpu {

    private final Deque<Slab> partial = new ArrayDeque<>();
    private volatile @Nullable Slab active;
    private volatile int partialCount;

    /** Free objects on the partial slabs when they were put there ({@code page->pobjects}). */
    private int pobjects;

    @Nullable
    Slab active() {
        return active;
    }

    void setActive(@Nullable Slab slab) {
        active = slab;
    }

    void pushPartial(Slab slab) {
        partial.push(slab);
        partialCount = partial.size();
        pobjects += slab.objects - slab.inuse();
    }

    @Nullable
    Slab popPartial() {
        Slab slab = partial.poll();
        partialCount = partial.size();
        if (slab == null) {
            pobjects = 0;
        }
        return slab;
    }

    List<Slab> takePartials() {
        List<Slab> taken = new ArrayList<>(partial);
        partial.clear();
        partialCount = 0;
        pobjects = 0;
        return taken;
    }

    int pobjects() {
        return pobjects;
    }

    /** {@code has_cpu_slab}: a look without a lock. */
    boolean hasSlab() {
        return active != null || partialCount > 0;
    }

    /** How many slabs it has, without a lock. */
    int slabs() {
        return partialCount + (active == null ? 0 : 1);
    }
}
