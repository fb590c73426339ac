package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.hotplug.CpuHotplugLock;
import io.lockdep.sim.locking.CountedRwsem;
import io.lockdep.sim.locking.PercpuRwsem;
import io.lockdep.sim.locking.RwSemaphore;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;

/**
 * What keeps memory from coming and going; {@code get_online_mems} and {@code mem_hotplug_begin} of
 * mm/memory_hotplug.c.
 *
 * <p>Until 4.12 it was a hand-made lock with recursive readers, since 3f906ba23689 it is a per-CPU rwsem: lock order is
 * the same, what lockdep sees of it is not (scenario S2e).
 */
public final class MemHotplugLock {

    private static final String LOCK_CLASS = "mem_hotplug_lock.rw_sem";

    private final CpuHotplugLock cpus;
    private final boolean beginTakesCpus;
    private final RwSemaphore memHotplugLock;

    /**
     * Makes an unlocked one.
     *
     * @param flags the kernel's patches
     * @param cpus the CPU hotplug lock, which the writer may take first
     */
    public MemHotplugLock(VariantFlags flags, CpuHotplugLock cpus) {
        this.cpus = cpus;
        beginTakesCpus = flags.has(Patch.MEM_BEGIN_TAKES_CPUS);
        memHotplugLock =
                flags.has(Patch.MEM_HOTPLUG_RWSEM) ? new PercpuRwsem(LOCK_CLASS) : new CountedRwsem(LOCK_CLASS);
    }

    /** Keeps memory as it is until {@link #putOnlineMems}. */
    public void getOnlineMems() {
        memHotplugLock.downRead();
    }

    /** Ends what {@link #getOnlineMems} began. */
    public void putOnlineMems() {
        memHotplugLock.upRead();
    }

    /**
     * Like {@link #getOnlineMems}, but does not wait.
     *
     * @return false if memory is just coming or going
     */
    public boolean tryGetOnlineMems() {
        return memHotplugLock.downReadTrylock();
    }

    /** Excludes readers and other writers. */
    public void memHotplugBegin() {
        if (beginTakesCpus) {
            cpus.getOnlineCpus();
        }
        memHotplugLock.downWrite();
    }

    /** Lets readers in again. */
    public void memHotplugDone() {
        memHotplugLock.upWrite();
        if (beginTakesCpus) {
            cpus.putOnlineCpus();
        }
    }

    /**
     * Readers at the moment.
     *
     * @return 0 at rest
     */
    public int readers() {
        return memHotplugLock.readers();
    }
}
