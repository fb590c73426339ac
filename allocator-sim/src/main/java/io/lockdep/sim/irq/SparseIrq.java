package io.lockdep.sim.irq;

import io.lockdep.Lockdep;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The interrupts and the CPU that each is delivered to; kernel/irq/irqdesc.c and kernel/irq/cpuhotplug.c, 4.13.
 *
 * <p>{@code sparse_irq_lock} is taken by a CPU's hotplug thread on the way up, and on the way down it is held while
 * {@code takedown_cpu} waits for the CPU to be dead. That these two never meet is what scenario S1F is about.
 *
 * <p>Departure: one managed interrupt per possible CPU, as a network card with a queue per CPU has them; nobody raises
 * them.
 */
public final class SparseIrq {

    private static final int SHUT_DOWN = -1;

    private final ReentrantLock sparseIrqLock = Lockdep.name(new ReentrantLock(), "sparse_irq_lock");

    /** Per interrupt, the CPU it is delivered to. */
    private final int[] target;

    /**
     * Makes the interrupts of a machine with only the boot CPU up.
     *
     * @param possibleCpus how many CPUs there can be
     */
    public SparseIrq(int possibleCpus) {
        target = new int[possibleCpus];
        Arrays.fill(target, SHUT_DOWN);
        target[0] = 0;
    }

    /** Keeps descriptors from coming and going ({@code irq_lock_sparse}). */
    public void irqLockSparse() {
        sparseIrqLock.lock();
    }

    /** Ends what {@link #irqLockSparse} began ({@code irq_unlock_sparse}). */
    public void irqUnlockSparse() {
        sparseIrqLock.unlock();
    }

    /**
     * Starts the interrupts that belong to a CPU ({@code irq_affinity_online_cpu}).
     *
     * @param cpu one that comes up
     */
    public void irqAffinityOnlineCpu(int cpu) {
        irqLockSparse();
        try {
            target[cpu] = cpu;
        } finally {
            irqUnlockSparse();
        }
    }

    /**
     * Shuts down what was delivered to a CPU ({@code irq_migrate_all_off_this_cpu}). Caller holds
     * {@code sparse_irq_lock}.
     *
     * @param cpu one that goes down
     */
    public void irqMigrateAllOffCpu(int cpu) {
        Lockdep.assertHeld(sparseIrqLock);
        for (int irq = 0; irq < target.length; irq++) {
            if (target[irq] == cpu) {
                target[irq] = SHUT_DOWN;
            }
        }
    }

    /**
     * Interrupts that are delivered to a CPU.
     *
     * @param cpu which one
     * @return how many; exact only at rest
     */
    public int deliveredTo(int cpu) {
        irqLockSparse();
        try {
            return (int) Arrays.stream(target).filter(on -> on == cpu).count();
        } finally {
            irqUnlockSparse();
        }
    }
}
