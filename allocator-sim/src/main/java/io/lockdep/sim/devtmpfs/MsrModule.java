package io.lockdep.sim.devtmpfs;

import io.lockdep.sim.hotplug.CpuHotplug;
import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;

/**
 * A driver with a device per CPU, {@code /dev/cpu/N/msr}; arch/x86/kernel/msr.c, 4.13. Its callbacks make and remove
 * the device on the CPU's hotplug thread.
 *
 * <p>Departure: without the registers themselves.
 */
public final class MsrModule {

    private final CpuHotplug hotplug;
    private final Devtmpfs devtmpfs;

    /**
     * Makes the module, not loaded.
     *
     * @param hotplug what tells it of CPUs
     * @param devtmpfs where its nodes are
     */
    public MsrModule(CpuHotplug hotplug, Devtmpfs devtmpfs) {
        this.hotplug = hotplug;
        this.devtmpfs = devtmpfs;
    }

    /**
     * Loads it ({@code msr_init}).
     *
     * @return false if the hotplug state is taken by another driver
     */
    public boolean msrInit() {
        return hotplug.cpuhpSetupState(
                CpuhpState.AP_ONLINE_DYN,
                new CpuhpStep(
                        cpu -> {
                            devtmpfs.createNode(node(cpu));
                            return true;
                        },
                        cpu -> devtmpfs.deleteNode(node(cpu))));
    }

    /** Unloads it ({@code msr_exit}). */
    public void msrExit() {
        hotplug.cpuhpRemoveState(CpuhpState.AP_ONLINE_DYN);
    }

    private static String node(int cpu) {
        return "cpu/" + cpu + "/msr";
    }
}
