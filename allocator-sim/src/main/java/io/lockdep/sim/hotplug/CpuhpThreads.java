package io.lockdep.sim.hotplug;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.sim.irq.SparseIrq;
import io.lockdep.sim.kthread.Completion;
import io.lockdep.sim.kthread.Kthreads;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;

/**
 * Callbacks of a CPU on its own hotplug thread {@code cpuhp/N}; kernel/cpu.c, 4.13 and 4.14.
 *
 * <p>Whoever kicks the thread waits for it with whatever locks are held, and the thread takes locks in callbacks. Two
 * kinds of lock maps make that visible: {@code cpuhp_state}, held by the thread and touched by {@code cpuhp_setup_state}
 * and by {@code cpu_down} (49dfe2a67797), and that of the completion. Both were one class for the way up and the way
 * down until 5f4b55e10645, and a lock validator then mixed the two ways up, although an outer lock keeps them apart:
 * scenario S1F.
 *
 * <p>Departure: the thread declares itself completer of {@code st->done} only on the way down; on the way up
 * {@code cpuhp_state} says the same already, and would not be found behind a shorter way.
 */
final class CpuhpThreads implements ApCallbacks {

    private final CpuhpCallbacks callbacks;
    private final Kthreads kthreads;
    private final SparseIrq sparseIrq;
    private final CpuhpThread[] threads;
    private final LockMap stateUp;
    private final LockMap stateDown;
    private final LockMap doneUp;
    private final LockMap doneDown;

    CpuhpThreads(
            VariantFlags flags, int possibleCpus, CpuhpCallbacks callbacks, Kthreads kthreads, SparseIrq sparseIrq) {
        this.callbacks = callbacks;
        this.kthreads = kthreads;
        this.sparseIrq = sparseIrq;
        threads = new CpuhpThread[possibleCpus];
        boolean split = flags.has(Patch.SPLIT_CPUHP_MAPS);
        stateUp = LockMap.of(split ? "cpuhp_state-up" : "cpuhp_state");
        stateDown = split ? LockMap.of("cpuhp_state-down") : stateUp;
        doneUp = LockMap.of(split ? "(complete)&st->done_up" : "(complete)&st->done");
        doneDown = split ? LockMap.of("(complete)&st->done_down") : doneUp;
        createThreads(0);
    }

    @Override
    public boolean bringUp(int cpu) {
        createThreads(cpu);
        return kickUp(cpu, () -> callbacks.upTo(cpu, CpuhpState.ONLINE));
    }

    @Override
    public void takeDown(int cpu) {
        stateDown.touch(LockMode.EXCLUSIVE);
        kickDown(cpu, () -> {
            callbacks.downTo(cpu, CpuhpState.TEARDOWN_CPU);
            return true;
        });
    }

    @Override
    public void takedownCpu(int cpu) {
        sparseIrq.irqLockSparse();
        try {
            callbacks.leave(cpu);
            sparseIrq.irqMigrateAllOffCpu(cpu);
            Completion idleDead = kthreads.completion(doneDown);
            threads[cpu].reportIdleDead(idleDead);
            idleDead.waitForCompletion();
        } finally {
            sparseIrq.irqUnlockSparse();
        }
    }

    @Override
    public boolean invokeApCallback(int cpu, CpuhpState state, boolean bringup) {
        stateDown.touch(LockMode.EXCLUSIVE);
        stateUp.touch(LockMode.EXCLUSIVE);
        if (bringup) {
            return kickUp(cpu, () -> callbacks.startup(cpu, state));
        }
        return kickDown(cpu, () -> {
            callbacks.teardown(cpu, state);
            return true;
        });
    }

    /** {@code smpboot_create_threads}; they live on while their CPU is offline. */
    private void createThreads(int cpu) {
        if (threads[cpu] == null) {
            threads[cpu] = new CpuhpThread(kthreads, cpu);
        }
    }

    private boolean kickUp(int cpu, CpuhpThread.Part part) {
        return kickAp(cpu, kthreads.completion(doneUp), () -> {
            stateUp.acquire(LockMode.EXCLUSIVE);
            try {
                return part.run();
            } finally {
                stateUp.release();
            }
        });
    }

    private boolean kickDown(int cpu, CpuhpThread.Part part) {
        return kickAp(cpu, kthreads.completion(doneDown), () -> {
            doneDown.acquire(LockMode.EXCLUSIVE);
            stateDown.acquire(LockMode.EXCLUSIVE);
            try {
                return part.run();
            } finally {
                stateDown.release();
                doneDown.release();
            }
        });
    }

    /** {@code cpuhp_kick_ap}: kicks the thread and waits for it. */
    private boolean kickAp(int cpu, Completion done, CpuhpThread.Part part) {
        CpuhpThread thread = threads[cpu];
        thread.kick(part, done);
        done.waitForCompletion();
        return thread.result();
    }
}
