package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import io.lockdep.sim.sched.Cpus;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What guards a CPU's page lists: disabled interrupts on that CPU, or with the real-time patches a lock per CPU
 * ({@code pa_lock}) that others can take too, so that they can drain the lists from afar.
 *
 * <p>Nobody ever holds two {@code pa_lock}s. Departure: {@code local_lock_irqsave(pa_lock)} only keeps the task on its
 * CPU; here it has the CPU for itself too.
 */
final class PcpLock {

    private final Cpus cpus;

    /** One per CPU, or none at all. */
    private final ReentrantLock[] paLocks;

    PcpLock(Cpus cpus, boolean realTime) {
        this.cpus = cpus;
        paLocks = new ReentrantLock[realTime ? cpus.possible() : 0];
        for (int cpu = 0; cpu < paLocks.length; cpu++) {
            paLocks[cpu] = Lockdep.name(new ReentrantLock(), "pa_lock");
        }
    }

    /** Pins the task to its CPU and gives it the lists there; returns the CPU. */
    int lockLocal() {
        int cpu = cpus.localIrqSave();
        if (paLocks.length > 0) {
            paLocks[cpu].lock();
        }
        return cpu;
    }

    void unlockLocal(int cpu) {
        if (paLocks.length > 0) {
            paLocks[cpu].unlock();
        }
        cpus.localIrqRestore();
    }

    /** Gives the task the lists of a CPU where it need not be. */
    void lockRemote(int cpu) {
        paLocks[cpu].lock();
    }

    void unlockRemote(int cpu) {
        paLocks[cpu].unlock();
    }
}
