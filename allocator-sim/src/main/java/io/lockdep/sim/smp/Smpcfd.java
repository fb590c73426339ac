package io.lockdep.sim.smp;

import io.lockdep.sim.percpu.PercpuAllocator;
import io.lockdep.sim.percpu.PercpuPtr;
import org.jspecify.annotations.Nullable;

/**
 * What a CPU needs to call functions on other CPUs; {@code smpcfd_prepare_cpu} and {@code smpcfd_dead_cpu} of
 * kernel/smp.c, 4.10.
 *
 * <p>The allocation happens while a CPU comes up, so under {@code cpu_hotplug.lock}. It is the other half of scenario
 * S0: {@code cpu_hotplug.lock} before {@code pcpu_alloc_mutex}.
 */
public final class Smpcfd {

    /** Bytes of {@code struct call_single_data}. */
    private static final int CSD_SIZE = 32;

    private final PercpuAllocator percpu;

    /** Per CPU, one request slot for every other CPU; written under the hotplug lock. */
    private final @Nullable PercpuPtr[] csd;

    /**
     * Makes it with nothing allocated.
     *
     * @param possibleCpus how many CPUs there can be
     * @param percpu where the request slots come from
     */
    public Smpcfd(int possibleCpus, PercpuAllocator percpu) {
        this.percpu = percpu;
        csd = new PercpuPtr[possibleCpus];
    }

    /**
     * Allocates for a CPU that comes up.
     *
     * @param cpu which one
     * @return false if there is no memory
     */
    public boolean smpcfdPrepareCpu(int cpu) {
        csd[cpu] = percpu.allocPercpu(CSD_SIZE, CSD_SIZE);
        return csd[cpu] != null;
    }

    /**
     * Frees what a dead CPU had.
     *
     * @param cpu which one
     */
    public void smpcfdDeadCpu(int cpu) {
        PercpuPtr ptr = csd[cpu];
        if (ptr != null) {
            percpu.freePercpu(ptr);
            csd[cpu] = null;
        }
    }
}
