package io.lockdep.sim.workqueue;

import io.lockdep.sim.sched.Task;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who frees memory must not wait for a work that may need some: says so when it happens, whether memory is short or not;
 * {@code check_flush_dependency} of kernel/workqueue.c, 4.5 and later.
 *
 * <p>Departure: each place warns every time, not once.
 */
final class FlushDependency {

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

    /** The calling task is going to flush a work; {@code executing} is the workqueue it works for itself, or null. */
    void check(QueuedWork target, @Nullable Workqueue executing) {
        if (target.workqueue().hasRescuer()) {
            return;
        }
        String flushed = " is flushing !WQ_MEM_RECLAIM " + target.workqueue().name() + ":"
                + target.work().lockClass();
        if (Task.isCurrentMemalloc()) {
            warnings.add("workqueue: PF_MEMALLOC task " + Task.current().name() + flushed);
        }
        if (executing != null && executing.hasRescuer()) {
            warnings.add("workqueue: WQ_MEM_RECLAIM " + executing.name() + flushed);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
