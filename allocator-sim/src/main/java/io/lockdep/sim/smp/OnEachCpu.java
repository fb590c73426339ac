package io.lockdep.sim.smp;

import io.lockdep.sim.sched.Cpus;
import io.lockdep.sim.sched.Task;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Runs something on other CPUs with their interrupts off and waits for it; {@code on_each_cpu_cond} of kernel/smp.c.
 *
 * <p>Departure: nobody is interrupted. The calling task goes from CPU to CPU and pins itself to each, which has the same
 * effect: no task of that CPU is inside a pinned section meanwhile.
 */
public final class OnEachCpu {

    private final Cpus cpus;

    /**
     * Makes the calls possible.
     *
     * @param cpus on which
     */
    public OnEachCpu(Cpus cpus) {
        this.cpus = cpus;
    }

    /**
     * Runs a function on each online CPU that meets a condition. The caller must not be pinned.
     *
     * @param condition looked at without a lock
     * @param function what to run there; must not sleep
     */
    public void call(IntPredicate condition, IntConsumer function) {
        Task task = Task.current();
        int home = task.cpu();
        for (int cpu : cpus.onlineCpus()) {
            if (condition.test(cpu)) {
                task.setCpu(cpu);
                // A CPU that went offline in between has no interrupts; who took it down sees to its state.
                int here = cpus.localIrqSave();
                try {
                    if (here == cpu) {
                        function.accept(cpu);
                    }
                } finally {
                    cpus.localIrqRestore();
                }
            }
        }
        task.setCpu(home);
    }
}
