package io.lockdep.sim.hotplug;

/**
 * How the states are run that belong to the CPU itself ({@code CPUHP_AP_*}): by its own hotplug thread, or, on machines
 * from before the lock maps of that hand-over, by the thread that brings the CPU up or down.
 */
interface ApCallbacks {

    /**
     * Brings a CPU that executes already all the way up ({@code bringup_wait_for_ap}).
     *
     * @param cpu one in {@link CpuhpState#AP_ONLINE_IDLE}
     * @return false if a callback failed; the CPU is where it was then
     */
    boolean bringUp(int cpu);

    /**
     * Takes a CPU down to where it can be stopped ({@code cpuhp_kick_ap_work}).
     *
     * @param cpu one above {@link CpuhpState#TEARDOWN_CPU}
     */
    void takeDown(int cpu);

    /**
     * Stops a CPU ({@code takedown_cpu}).
     *
     * @param cpu one in {@link CpuhpState#TEARDOWN_CPU}
     */
    void takedownCpu(int cpu);

    /**
     * Runs one callback for a CPU that is up ({@code cpuhp_invoke_ap_callback}).
     *
     * @param cpu an online CPU
     * @param state whose callback
     * @param bringup the startup callback, or the teardown callback
     * @return false if it failed
     */
    boolean invokeApCallback(int cpu, CpuhpState state, boolean bringup);
}
