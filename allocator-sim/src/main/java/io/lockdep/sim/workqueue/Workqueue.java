package io.lockdep.sim.workqueue;

import io.lockdep.LockMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
         * Makes progress while memory is short ({@code WQ_MEM_RECLAIM}): it has a rescuer thread, and flushing a work
         * also waits on the workqueue's own lock map.
         */
        MEM_RECLAIM
    }

    private final String name;
    private final LockMap map;
    private final @Nullable Rescuer rescuer;
    private final int maxActive;
    private final Map<WorkerPool, PoolWorkqueue> pwqs = new ConcurrentHashMap<>();

    Workqueue(String name, @Nullable Rescuer rescuer, int maxActive) {
        this.name = name;
        this.rescuer = rescuer;
        this.maxActive = maxActive;
        map = LockMap.of("(wq_completion)" + name);
    }

    /**
     * Its name.
     *
     * @return the name given at creation
     */
    public String name() {
        return name;
    }

    LockMap map() {
        return map;
    }

    boolean hasRescuer() {
        return rescuer != null;
    }

    boolean isRescuedBy(Rescuer other) {
        return rescuer == other;
    }

    /** Calls the rescuer for help with a pool, if there is one ({@code send_mayday}). */
    void sendMayday(WorkerPool pool) {
        if (rescuer != null) {
            rescuer.sendMayday(pool);
        }
    }

    /** What is queued under this name on a pool. */
    PoolWorkqueue pwq(WorkerPool pool) {
        return pwqs.computeIfAbsent(pool, unused -> new PoolWorkqueue(maxActive));
    }
}
