package io.lockdep.sim.hotplug;

import io.lockdep.Lockdep;
import io.lockdep.sim.irq.SparseIrq;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.trace.Tracepoints;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Brings CPUs up and down, state by state; kernel/cpu.c, 4.10 to 4.14.
 *
 * <p>Lock order: {@code cpu_add_remove_lock}, then the hotplug lock, then whatever the callbacks take. The upper states
 * are run as {@link ApCallbacks} say.
 */
public final class CpuHotplug {

    private final Cpus cpus;
    private final CpuHotplugLock hotplugLock;
    private final ReentrantLock cpuAddRemoveLock = Lockdep.name(new ReentrantLock(), "cpu_add_remove_lock");
    private final ReentrantLock cpuhpStateMutex = Lockdep.name(new ReentrantLock(), "cpuhp_state_mutex");
    private final CpuhpCallbacks callbacks;
    private final ApCallbacks ap;

    /**
     * Makes a machine of before 4.13 with only the boot CPU up.
     *
     * @param cpus the CPUs
     * @param hotplugLock what readers of the online mask take
     * @param trace where states are noted
     */
    public CpuHotplug(Cpus cpus, CpuHotplugLock hotplugLock, Tracepoints trace) {
        this(cpus, hotplugLock, trace, CallerRunsAp::new);
    }

    /**
     * Makes a machine with only the boot CPU up.
     *
     * @param flags whether CPUs have hotplug threads, and their lock maps
     * @param cpus the CPUs
     * @param hotplugLock what readers of the online mask take
     * @param kthreads what makes the threads
     * @param sparseIrq interrupts that have to be moved away from a CPU
     * @param trace where states are noted
     */
    public CpuHotplug(
            VariantFlags flags,
            Cpus cpus,
            CpuHotplugLock hotplugLock,
            Kthreads kthreads,
            SparseIrq sparseIrq,
            Tracepoints trace) {
        this(
                cpus,
                hotplugLock,
                trace,
                flags.has(Patch.CPUHP_THREADS)
                        ? callbacks -> new CpuhpThreads(flags, cpus.possible(), callbacks, kthreads, sparseIrq)
                        : CallerRunsAp::new);
    }

    private CpuHotplug(
            Cpus cpus, CpuHotplugLock hotplugLock, Tracepoints trace, Function<CpuhpCallbacks, ApCallbacks> ap) {
        this.cpus = cpus;
        this.hotplugLock = hotplugLock;
        callbacks = new CpuhpCallbacks(cpus.possible(), trace);
        this.ap = ap.apply(callbacks);
        setupState(CpuhpState.BRINGUP_CPU, CpuhpStep.up(cpus::setOnline));
        setupState(CpuhpState.TEARDOWN_CPU, CpuhpStep.down(cpus::takeCpuDown));
    }

    /**
     * Registers the callbacks of a state, at boot, before any CPU but the first is up, without the locks and the calls
     * of {@link #cpuhpSetupState}.
     *
     * @param state a state without callbacks so far
     * @param step its callbacks
     */
    public void setupState(CpuhpState state, CpuhpStep step) {
        callbacks.store(state, step);
    }

    /**
     * Registers the callbacks of a state and runs the startup callback for every CPU that is past it
     * ({@code cpuhp_setup_state}).
     *
     * @param state where the callbacks belong
     * @param step its callbacks
     * @return false if the state has callbacks already, or one failed; nothing is registered then
     */
    public boolean cpuhpSetupState(CpuhpState state, CpuhpStep step) {
        hotplugLock.getOnlineCpus();
        try {
            return cpuhpSetupStateCpuslocked(state, step);
        } finally {
            hotplugLock.putOnlineCpus();
        }
    }

    /**
     * Runs the teardown callback of a state for every CPU that is past it, and forgets its callbacks
     * ({@code cpuhp_remove_state}).
     *
     * @param state a state with callbacks
     */
    public void cpuhpRemoveState(CpuhpState state) {
        hotplugLock.getOnlineCpus();
        try {
            cpuhpStateMutex.lock();
            try {
                issueCalls(state, false, cpus.possible());
                callbacks.remove(state);
            } finally {
                cpuhpStateMutex.unlock();
            }
        } finally {
            hotplugLock.putOnlineCpus();
        }
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
        return callbacks.state(cpu);
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
            if (callbacks.state(cpu) == CpuhpState.ONLINE) {
                return true;
            }
            if (!callbacks.upTo(cpu, CpuhpState.AP_ONLINE_IDLE)) {
                return false;
            }
            if (!ap.bringUp(cpu)) {
                stop(cpu);
                return false;
            }
            return true;
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
            if (callbacks.state(cpu) != CpuhpState.OFFLINE) {
                ap.takeDown(cpu);
                stop(cpu);
            }
        } finally {
            hotplugLock.cpuHotplugDone();
        }
    }

    /** What is left to do when the CPU's own callbacks are done with. */
    private void stop(int cpu) {
        callbacks.downTo(cpu, CpuhpState.TEARDOWN_CPU);
        ap.takedownCpu(cpu);
        callbacks.downTo(cpu, CpuhpState.OFFLINE);
    }

    private boolean cpuhpSetupStateCpuslocked(CpuhpState state, CpuhpStep step) {
        cpuhpStateMutex.lock();
        try {
            if (callbacks.has(state)) {
                return false;
            }
            callbacks.store(state, step);
            int failed = issueCalls(state, true, cpus.possible());
            if (failed < cpus.possible()) {
                issueCalls(state, false, failed);
                callbacks.remove(state);
                return false;
            }
            return true;
        } finally {
            cpuhpStateMutex.unlock();
        }
    }

    /** Runs a callback for the CPUs below a number that are past the state; returns the first that failed, or the number. */
    private int issueCalls(CpuhpState state, boolean bringup, int end) {
        for (int cpu = 0; cpu < end; cpu++) {
            if (callbacks.state(cpu).compareTo(state) >= 0 && !cpuhpIssueCall(cpu, state, bringup)) {
                return cpu;
            }
        }
        return end;
    }

    private boolean cpuhpIssueCall(int cpu, CpuhpState state, boolean bringup) {
        if (state.isApState()) {
            return ap.invokeApCallback(cpu, state, bringup);
        }
        if (bringup) {
            return callbacks.startup(cpu, state);
        }
        callbacks.teardown(cpu, state);
        return true;
    }
}
