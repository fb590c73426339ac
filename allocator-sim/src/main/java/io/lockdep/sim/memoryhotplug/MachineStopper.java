package io.lockdep.sim.memoryhotplug;

import io.lockdep.sim.hotplug.StopMachine;

/**
 * How memory hotplug stops the machine: it holds {@code mem_hotplug_lock} as the writer, so the CPU hotplug lock must
 * have been taken before (3f906ba23689, 4.13) or is taken here, inside it. <b>The latter is the bug of S2e and S2f.</b>
 *
 * @param stopMachine what stops the CPUs
 * @param cpusLocked whether {@code mem_hotplug_begin} has taken the CPU hotplug lock
 */
record MachineStopper(StopMachine stopMachine, boolean cpusLocked) {

    void stop(Runnable fn) {
        if (cpusLocked) {
            stopMachine.stopMachineCpuslocked(fn);
        } else {
            stopMachine.stopMachine(fn);
        }
    }
}
