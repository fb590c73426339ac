package io.lockdep.sim.bpf;

import io.lockdep.sim.percpu.PercpuAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The system call by which a process creates maps; kernel/bpf/syscall.c, 4.10. Thread-safe.
 */
public final class BpfSyscall {

    private final PercpuAllocator percpu;

    /**
     * Makes the system call.
     *
     * @param percpu where elements come from
     */
    public BpfSyscall(PercpuAllocator percpu) {
        this.percpu = percpu;
    }

    /**
     * {@code bpf(BPF_MAP_CREATE, attr)}.
     *
     * @param attr what is asked for
     * @return the map, or null if there is no memory
     */
    public @Nullable ArrayMap sysBpf(MapAttr attr) {
        return mapCreate(attr);
    }

    private @Nullable ArrayMap mapCreate(MapAttr attr) {
        return ArrayMap.arrayMapAlloc(percpu, attr);
    }
}
