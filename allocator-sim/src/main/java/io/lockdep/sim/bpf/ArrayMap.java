package io.lockdep.sim.bpf;

import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.percpu.PercpuPtr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A per-CPU array map; kernel/bpf/arraymap.c, 4.10. Every element is an allocation of its own.
 *
 * <p>Departure: the array of pointers costs no simulated memory. Belongs to one thread.
 */
public final class ArrayMap {

    private static final int ALIGN = 8;

    private final PercpuAllocator percpu;
    private final List<PercpuPtr> pptrs = new ArrayList<>();

    private ArrayMap(PercpuAllocator percpu) {
        this.percpu = percpu;
    }

    /** Makes a map, or null ({@code -ENOMEM}) with nothing allocated. */
    static @Nullable ArrayMap arrayMapAlloc(PercpuAllocator percpu, MapAttr attr) {
        ArrayMap map = new ArrayMap(percpu);
        if (!map.bpfArrayAllocPercpu(attr)) {
            map.arrayMapFree();
            return null;
        }
        return map;
    }

    /**
     * Its elements.
     *
     * @return one per-CPU object each
     */
    public List<PercpuPtr> elements() {
        return List.copyOf(pptrs);
    }

    /** Frees all elements, as the last file descriptor of the map is closed. */
    public void arrayMapFree() {
        pptrs.forEach(percpu::freePercpu);
        pptrs.clear();
    }

    private boolean bpfArrayAllocPercpu(MapAttr attr) {
        for (int i = 0; i < attr.maxEntries(); i++) {
            PercpuPtr ptr = percpu.allocPercpuGfp(attr.valueSize(), ALIGN, Gfp.USER.or(Gfp.NOWARN));
            if (ptr == null) {
                return false;
            }
            pptrs.add(ptr);
        }
        return true;
    }
}
