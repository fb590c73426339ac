package io.lockdep.sim.smp;

import io.lockdep.sim.hotplug.CpuHotplug;

/**
 * Brings up the other CPUs at boot; {@code smp_init} of kernel/smp.c.
 */
public final class SmpInit {

    private final CpuHotplug hotplug;

    /**
     * Makes it.
     *
     * @param hotplug what brings a CPU up
     */
    public SmpInit(CpuHotplug hotplug) {
        this.hotplug = hotplug;
    }

    /**
     * Brings CPUs up until that many are online.
     *
     * @param setupMaxCpus how many, the boot CPU included
     */
    public void smpInit(int setupMaxCpus) {
        for (int cpu = 1; cpu < setupMaxCpus; cpu++) {
            hotplug.cpuUp(cpu);
        }
    }
}
