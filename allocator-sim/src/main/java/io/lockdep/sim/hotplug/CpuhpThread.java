package io.lockdep.sim.hotplug;

import io.lockdep.sim.kthread.Completion;
import io.lockdep.sim.kthread.Kthread;
import io.lockdep.sim.kthread.Kthreads;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one CPU that take part in hotplug: {@code cpuhp/N}, and the idle task {@code swapper/N}, which is the
 * last to run on a CPU and reports that it is dead. {@code struct cpuhp_cpu_state} and {@code cpuhp_thread_fun}.
 *
 * <p>Kicked by one task at a time, which holds the hotplug lock as writer or {@code cpuhp_state_mutex}.
 */
final class CpuhpThread {

    /** What the thread is kicked for. */
    @FunctionalInterface
    interface Part {

        /** Does it, on the thread; false if a callback failed. */
        boolean run();
    }

    private final Kthread thread;
    private final Kthread idle;
    private volatile @Nullable Part part;
    private volatile @Nullable Completion done;
    private volatile @Nullable Completion idleDead;
    private volatile boolean result;

    CpuhpThread(Kthreads kthreads, int cpu) {
        thread = kthreads.kthreadRun("cpuhp/" + cpu, cpu, this::cpuhpThreadFun);
        idle = kthreads.kthreadRun("swapper/" + cpu, cpu, this::cpuhpReportIdleDead);
    }

    void kick(Part toDo, Completion whenDone) {
        part = toDo;
        done = whenDone;
        result = false;
        thread.wakeUp();
    }

    boolean result() {
        return result;
    }

    void reportIdleDead(Completion whenDead) {
        idleDead = whenDead;
        idle.wakeUp();
    }

    private void cpuhpThreadFun() {
        Part toDo = part;
        Completion whenDone = done;
        if (toDo == null || whenDone == null) {
            return;
        }
        part = null;
        try {
            result = toDo.run();
        } finally {
            whenDone.complete();
        }
    }

    private void cpuhpReportIdleDead() {
        Completion whenDead = idleDead;
        if (whenDead != null) {
            idleDead = null;
            whenDead.complete();
        }
    }
}
