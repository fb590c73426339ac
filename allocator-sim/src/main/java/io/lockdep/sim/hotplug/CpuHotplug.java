package io.lockdep.sim.hotplug;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings CPUs up and down, state by state; kernel/cpu.c, 4.10.
 *
 * <p>Lock order: {@code cpu_add_remove_lock}, then {@code cpu_hotplug.dep_map} and {@code cpu_hotplug.lock}, then
 * whatever the callbacks take. Departure: states that the kernel runs on the CPU's own hotplug thread
 * ({@code AP_*}) run on the caller's thread; 4.10 had no lock map for that hand-over.
 */
public final class CpuHotplug {

    private final CpuHotplugLock hotplugLock;
    private final Tracepoints trace;
    private final ReentrantLock cpuAddRemoveLock = Lockdep.name(new ReentrantLock(), "cpu_add_remove_lock");
    private final Map<CpuhpState, CpuhpStep> steps = new EnumMap<>(CpuhpState.class);

    /** Where each CPU is; written under the hotplug lock. */
    private final CpuhpState[] states;

    /**
     * Makes the machine with only the boot CPU up.
     *
     * @param cpus the CPUs
     * @param hotplugLock what readers of the online mask take
     * @param trace where states are noted
     */
    public CpuHotplug(Cpus cpus, CpuHotplugLock hotplugLock, Tracepoints trace) {
        this.hotplugLock = hotplugLock;
        this.trace = trace;
        states = new CpuhpState[cpus.possible()];
        Arrays.fill(states, CpuhpState.OFFLINE);
        states[0] = CpuhpState.ONLINE;
        setupState(CpuhpState.BRINGUP_CPU, CpuhpStep.up(cpus::setOnline));
        setupState(CpuhpState.TEARDOWN_CPU, CpuhpStep.down(cpus::takeCpuDown));
    }

    /**
     * Registers the callbacks of a state, at boot, before any CPU but the first is up. Departure: without the locks of
     * {@code cpuhp_setup_state}, which matter only once CPUs are up.
     *
     * @param state a state without callbacks so far
     * @param step its callbacks
     */
    public void setupState(CpuhpState state, CpuhpStep step) {
        steps.put(state, step);
    }

    /**
     * Brings a CPU up ({@code cpu_up}).
     *
     * @param cpu a CPU that is offline
     * @return false if a callback failed, in which case the CPU is offline again
     */
    public boolean cpuUp(int cpu) {
        return doCpuUp(cpu);
    }

    /**
     * Takes a CPU down ({@code cpu_down}).
     *
     * @param cpu a CPU that is online, not the boot CPU
     */
    public void cpuDown(int cpu) {
        if (cpu == 0) {
            throw new IllegalArgumentException("the boot CPU cannot go offline");
        }
        doCpuDown(cpu);
    }

    /**
     * Where a CPU is; exact only at rest.
     *
     * @param cpu a possible CPU
     * @return its state
     */
    public CpuhpState state(int cpu) {
        return states[cpu];
    }

    /**
     * Readers of the hotplug lock ({@code cpu_hotplug.refcount}).
     *
     * @return 0 at rest
     */
    public int refcount() {
        return hotplugLock.refcount();
    }

    private boolean doCpuUp(int cpu) {
        cpuAddRemoveLock.lock();
        try {
            return cpuUpLocked(cpu);
        } finally {
            cpuAddRemoveLock.unlock();
        }
    }

    /** {@code _cpu_up}. */
    private boolean cpuUpLocked(int cpu) {
        hotplugLock.cpuHotplugBegin();
        try {
            return cpuhpUpCallbacks(cpu);
        } finally {
            hotplugLock.cpuHotplugDone();
        }
    }

    private void doCpuDown(int cpu) {
        cpuAddRemoveLock.lock();
        try {
            cpuDownLocked(cpu);
        } finally {
            cpuAddRemoveLock.unlock();
        }
    }

    /** {@code _cpu_down}. */
    private void cpuDownLocked(int cpu) {
        hotplugLock.cpuHotplugBegin();
        try {
            cpuhpDownCallbacks(cpu);
        } finally {
            hotplugLock.cpuHotplugDone();
        }
    }

    private boolean cpuhpUpCallbacks(int cpu) {
        while (states[cpu] != CpuhpState.ONLINE) {
            CpuhpState next = states[cpu].above();
            if (!cpuhpInvokeCallback(cpu, next)) {
                cpuhpDownCallbacks(cpu);
                return false;
            }
            states[cpu] = next;
        }
        return true;
    }

    private void cpuhpDownCallbacks(int cpu) {
        while (states[cpu] != CpuhpState.OFFLINE) {
            CpuhpState leaving = states[cpu];
            CpuhpStep step = steps.getOrDefault(leaving, CpuhpStep.NONE);
            trace.emit("cpuhp_exit", leaving.name(), cpu);
            step.teardown().accept(cpu);
            states[cpu] = leaving.below();
        }
    }

    private boolean cpuhpInvokeCallback(int cpu, CpuhpState state) {
        trace.emit("cpuhp_enter", state.name(), cpu);
        return steps.getOrDefault(state, CpuhpStep.NONE).startup().test(cpu);
    }
}
