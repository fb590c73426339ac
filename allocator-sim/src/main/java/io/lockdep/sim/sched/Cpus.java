package io.lockdep.sim.sched;

import io.lockdep.Lockdep;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The CPUs and what it means to stay on one: {@code cpu_possible_mask}, {@code cpu_online_mask}, disabled interrupts
 * and disabled preemption.
 *
 * <p>Departure: Java threads cannot disable interrupts. Each CPU owns a lock of class {@code cpu.run}; who holds it
 * has that CPU for itself, whether it called {@link #localIrqSave} or {@link #preemptDisable}. The lock is reentrant
 * because both nest in the kernel.
 */
public final class Cpus {

    /** {@code CONFIG_NR_CPUS}. */
    public static final int MAX_CPUS = 256;

    private final ReentrantLock[] run;

    /** Numbers of the online CPUs, ascending; replaced as a whole by the writer of the hotplug lock, read by anybody. */
    private volatile int[] online = {0};

    /**
     * Makes the CPUs with CPU 0, the boot CPU, online.
     *
     * @param possible how many CPUs there can ever be, 1 to 256
     */
    public Cpus(int possible) {
        if (possible < 1 || possible > MAX_CPUS) {
            throw new IllegalArgumentException("possible CPUs: 1 to " + MAX_CPUS + ", not " + possible);
        }
        run = new ReentrantLock[possible];
        for (int cpu = 0; cpu < possible; cpu++) {
            run[cpu] = Lockdep.name(new ReentrantLock(), "cpu.run");
        }
    }

    /**
     * The size of {@code cpu_possible_mask}.
     *
     * @return the number of CPUs that can ever be online
     */
    public int possible() {
        return run.length;
    }

    /**
     * Whether a CPU is in {@code cpu_online_mask}. Stable only under the hotplug lock or while pinned to that CPU.
     *
     * @param cpu a CPU number
     * @return true if online
     */
    public boolean isOnline(int cpu) {
        return Arrays.binarySearch(online, cpu) >= 0;
    }

    /**
     * A snapshot of {@code cpu_online_mask}.
     *
     * @return the numbers of the online CPUs, ascending; never empty
     */
    public int[] onlineCpus() {
        return online.clone();
    }

    /**
     * The weight of {@code cpu_online_mask}.
     *
     * @return the number of online CPUs
     */
    public int onlineCount() {
        return online.length;
    }

    /**
     * Puts a CPU into {@code cpu_online_mask} ({@code set_cpu_online}). Caller holds {@code cpu_hotplug.lock}.
     *
     * @param cpu a CPU number
     */
    public void setOnline(int cpu) {
        online = IntStream.concat(Arrays.stream(online), IntStream.of(cpu))
                .sorted()
                .distinct()
                .toArray();
    }

    /**
     * Takes a CPU out of {@code cpu_online_mask} while nobody is pinned to it ({@code take_cpu_down}). Caller holds
     * {@code cpu_hotplug.lock} and, in a whole machine, has stopped all CPUs.
     *
     * @param cpu a CPU number other than 0
     */
    public void takeCpuDown(int cpu) {
        run[cpu].lock();
        try {
            online = Arrays.stream(online).filter(other -> other != cpu).toArray();
        } finally {
            run[cpu].unlock();
        }
    }

    /**
     * Keeps every task off every online CPU, except the calling one, until {@link #restartCpus}. Waits for all that are
     * pinned; the caller must not be.
     *
     * @param serialisedBy a lock that the caller holds and that nobody stops CPUs without, so that two tasks cannot
     *     each wait for the other's CPUs
     * @return the CPUs that were stopped, ascending
     */
    public int[] stopCpus(ReentrantLock serialisedBy) {
        int[] stopped = online;
        for (int cpu : stopped) {
            Lockdep.nestedUnder(run[cpu], serialisedBy).lock();
        }
        return stopped.clone();
    }

    /**
     * Ends what {@link #stopCpus} began.
     *
     * @param stopped what it returned
     */
    public void restartCpus(int[] stopped) {
        for (int i = stopped.length - 1; i >= 0; i--) {
            run[stopped[i]].unlock();
        }
    }

    /**
     * Pins the calling task to its CPU and keeps every other task off it ({@code local_irq_save}). A task whose CPU
     * went offline is first moved to the lowest one online, as the scheduler would have done.
     *
     * @return the CPU, valid until {@link #localIrqRestore}
     */
    public int localIrqSave() {
        Task task = Task.current();
        run[task.cpu()].lock();
        while (!isOnline(task.cpu())) {
            localIrqRestore();
            task.setCpu(online[0]);
            run[task.cpu()].lock();
        }
        return task.cpu();
    }

    /** Ends the section begun by {@link #localIrqSave}. */
    public void localIrqRestore() {
        run[Task.current().cpu()].unlock();
    }

    /**
     * The CPU the calling task runs on ({@code smp_processor_id}); stale at once unless it is pinned.
     *
     * @return an online CPU
     */
    public int smpProcessorId() {
        preemptionPoint();
        return Task.current().cpu();
    }

    /**
     * Whether the calling task has a CPU's lists for itself.
     *
     * @param cpu a possible CPU
     * @return true if the task is pinned there or has stopped it, and if the CPU is not online at all
     */
    public boolean owns(int cpu) {
        return run[cpu].isHeldByCurrentThread() || !isOnline(cpu);
    }

    /**
     * Where the scheduler may move the calling task to another CPU, which it does at every such point if the task may
     * run anywhere: a task that is bound to a CPU or pinned stays. Departure: in the kernel every instruction is such a
     * point.
     */
    public void preemptionPoint() {
        Task task = Task.current();
        if (run[task.cpu()].isHeldByCurrentThread() || (!task.isUnbound() && isOnline(task.cpu()))) {
            return;
        }
        int[] mask = online;
        int next = 0;
        while (next < mask.length - 1 && mask[next] <= task.cpu()) {
            next++;
        }
        task.setCpu(mask[next] > task.cpu() ? mask[next] : mask[0]);
    }

    /** Pins the calling task to its CPU ({@code preempt_disable}); the same lock as {@link #localIrqSave}. */
    public void preemptDisable() {
        localIrqSave();
    }

    /** Ends the section begun by {@link #preemptDisable}. */
    public void preemptEnable() {
        localIrqRestore();
    }
}
