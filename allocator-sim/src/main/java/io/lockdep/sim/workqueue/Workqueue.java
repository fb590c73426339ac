package io.lockdep.sim.workqueue;

import io.lockdep.LockMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name under which works are queued, with the promises that go with it; {@code struct workqueue_struct}. The works
 * of all workqueues share the per-CPU pools.
 */
public final class Workqueue {

    /** What a workqueue promises ({@code WQ_*} flags). */
    public enum Kind {
        /** Nothing special. */
        ORDINARY,
        /**
         * Makes progress while memory is short ({@code WQ_MEM_RECLAIM}); the kernel gives it a rescuer thread.
         * Departure: starting a worker costs no memory here, so no rescuer is ever called; what remains of it is that
         * flushing a work also waits on the workqueue's own lock map.
         */
        MEM_RECLAIM
    }

    private final LockMap map;
    private final Kind kind;
    private final int maxActive;
    private final Map<WorkerPool, PoolWorkqueue> pwqs = new ConcurrentHashMap<>();

    Workqueue(String name, Kind kind, int maxActive) {
        this.kind = kind;
        this.maxActive = maxActive;
        map = LockMap.of("(wq_completion)" + name);
    }

    LockMap map() {
        return map;
    }

    boolean hasRescuer() {
        return kind == Kind.MEM_RECLAIM;
    }

    /** What is queued under this name on a pool. */
    PoolWorkqueue pwq(WorkerPool pool) {
        return pwqs.computeIfAbsent(pool, unused -> new PoolWorkqueue(maxActive));
    }
}
