package io.lockdep.sim.hotplug;

import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.script.StepGates;

/**
 * What keeps CPUs from coming and going; the kernel rebuilt it in 4.13 and renamed its functions with time, the older
 * names are used here.
 */
public interface CpuHotplugLock {

    /**
     * The lock of a kernel.
     *
     * @param flags its patches
     * @return that of 4.13 or the one before
     */
    static CpuHotplugLock of(VariantFlags flags) {
        return of(flags, new StepGates());
    }

    /**
     * The lock of a kernel.
     *
     * @param flags its patches
     * @param gates where a script can stop who takes it
     * @return that of 4.13 or the one before
     */
    static CpuHotplugLock of(VariantFlags flags, StepGates gates) {
        return flags.has(Patch.CPU_HOTPLUG_RWSEM) ? new RwsemHotplugLock(gates) : new RefcountHotplugLock();
    }

    /**
     * Keeps the set of online CPUs as it is until {@link #putOnlineCpus} ({@code cpus_read_lock} from 4.13 on). Until
     * then the writer may call it too, and a reader again.
     */
    void getOnlineCpus();

    /** Ends what {@link #getOnlineCpus} began ({@code cpus_read_unlock}). */
    void putOnlineCpus();

    /**
     * Like {@link #getOnlineCpus}, but does not wait ({@code cpus_read_trylock}).
     *
     * @return false if CPUs are just coming or going
     */
    boolean tryGetOnlineCpus();

    /**
     * Excludes readers ({@code cpus_write_lock}). Caller holds {@code cpu_add_remove_lock}, so there is one writer at a
     * time.
     */
    void cpuHotplugBegin();

    /** Lets readers in again ({@code cpus_write_unlock}). */
    void cpuHotplugDone();

    /**
     * Readers at the moment.
     *
     * @return 0 at rest
     */
    int refcount();
}
