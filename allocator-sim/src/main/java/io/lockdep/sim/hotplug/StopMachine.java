package io.lockdep.sim.hotplug;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Cpus;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a function while every online CPU does nothing else; {@code stop_machine} of kernel/stop_machine.c, 4.10 and
 * 5.3.
 *
 * <p>It needs to know which CPUs there are, and so it takes the CPU hotplug lock itself: who hopes to get rid of that
 * lock by means of it, as was proposed for scenario S0, has won nothing.
 *
 * <p>Departure: no stopper threads ({@code migration/N}). The caller takes every CPU's {@code cpu.run}, in the order
 * of their numbers, and runs the function itself; a task that is pinned to a CPU delays it just the same. The wait for
 * the stoppers is a lock map of its own.
 */
public final class StopMachine {

    private final Cpus cpus;
    private final CpuHotplugLock hotplugLock;
    private final ReentrantLock stopCpusMutex = Lockdep.name(new ReentrantLock(), "stop_cpus_mutex");
    private final LockMap done = LockMap.of("(complete)&done.completion");

    /**
     * Makes the machine's only one.
     *
     * @param cpus what to stop
     * @param hotplugLock what keeps CPUs from coming and going meanwhile
     */
    public StopMachine(Cpus cpus, CpuHotplugLock hotplugLock) {
        this.cpus = cpus;
        this.hotplugLock = hotplugLock;
    }

    /**
     * Runs a function with all CPUs stopped ({@code stop_machine}). Sleeps, so the caller must not be pinned.
     *
     * @param fn what to run; must not sleep
     */
    public void stopMachine(Runnable fn) {
        hotplugLock.getOnlineCpus();
        try {
            stopMachineCpuslocked(fn);
        } finally {
            hotplugLock.putOnlineCpus();
        }
    }

    /**
     * The same for callers that hold the hotplug lock, as reader or as writer ({@code stop_machine_cpuslocked}).
     *
     * @param fn what to run; must not sleep
     */
    public void stopMachineCpuslocked(Runnable fn) {
        stopCpusMutex.lock();
        try {
            done.touch(LockMode.EXCLUSIVE);
            int[] stopped = cpus.stopCpus(stopCpusMutex);
            try {
                fn.run();
            } finally {
                cpus.restartCpus(stopped);
            }
        } finally {
            stopCpusMutex.unlock();
        }
    }
}
