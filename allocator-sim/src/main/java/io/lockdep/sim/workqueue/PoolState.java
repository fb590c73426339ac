package io.lockdep.sim.workqueue;

import io.lockdep.sim.progress.CallTrace;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment, for people: one paragraph of {@code show_workqueue_state} of kernel/workqueue.c.
 *
 * @param cpu the pool's CPU
 * @param workers how many threads it has
 * @param idle how many of them wait for work
 * @param manager who makes another one, or null
 * @param inFlight works that are being executed, and by whom
 * @param pending works that nobody has taken, oldest first
 */
record PoolState(
        int cpu,
        int workers,
        int idle,
        @Nullable Thread manager,
        Map<QueuedWork, Thread> inFlight,
        List<QueuedWork> pending) {

    boolean isIdle() {
        return manager == null && inFlight.isEmpty() && pending.isEmpty();
    }

    /** Whether there is anybody to do something. */
    String staff() {
        return "workers=" + workers + " idle=" + idle + (manager == null ? "" : "; manager: " + manager.getName());
    }

    /** One line. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("; ");
        text.add("pool of CPU " + cpu + ": " + staff());
        inFlight.forEach((queued, thread) -> text.add("in-flight: " + thread.getName() + " " + name(queued)));
        pending.forEach(queued -> text.add("pending: " + name(queued)));
        return text.toString();
    }

    /** The same, and where those are who execute something. */
    String withCallTraces() {
        StringBuilder text = new StringBuilder(toString());
        inFlight.values().forEach(thread -> text.append(CallTrace.of(thread)));
        return text.toString();
    }

    private static String name(QueuedWork queued) {
        return queued.workqueue().name() + ":" + queued.work().lockClass();
    }
}
