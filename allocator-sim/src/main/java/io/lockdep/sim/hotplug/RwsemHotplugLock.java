package io.lockdep.sim.hotplug;

import io.lockdep.sim.locking.PercpuRwsem;
import io.lockdep.sim.script.StepGates;

/**
 * The hotplug lock since 4.13: a per-CPU rwsem (fc8dffd379ca), whose readers are no longer recursive, so that lockdep
 * sees what the hand-made lock before had hidden; kernel/cpu.c.
 * Nor may the writer read: what is called from there has a twin ({@code ..._cpuslocked}).
 */
final class RwsemHotplugLock implements CpuHotplugLock {

    private final PercpuRwsem cpuHotplugLock;

    RwsemHotplugLock(StepGates gates) {
        cpuHotplugLock = new PercpuRwsem("cpu_hotplug_lock.rw_sem", gates);
    }

    @Override
    public void getOnlineCpus() {
        cpuHotplugLock.downRead();
    }

    @Override
    public void putOnlineCpus() {
        cpuHotplugLock.upRead();
    }

    @Override
    public boolean tryGetOnlineCpus() {
        return cpuHotplugLock.downReadTrylock();
    }

    @Override
    public void cpuHotplugBegin() {
        cpuHotplugLock.downWrite();
    }

    @Override
    public void cpuHotplugDone() {
        cpuHotplugLock.upWrite();
    }

    @Override
    public int refcount() {
        return cpuHotplugLock.readers();
    }
}
