package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import org.jspecify.annotations.Nullable;

/** A piece of work as the engine sees it: held while it is not done, by whoever runs it; waited for by others. */
public class TaskLock extends ClassedLock {

    final Lifeline life;
    final @Nullable UnitLock pool;
    volatile boolean started;

    /**
     * A task, made by the flow that hands it over.
     *
     * @param lockClass name of its class
     * @param pool whose workers run it, if it is a bounded pool
     */
    protected TaskLock(String lockClass, @Nullable UnitLock pool) {
        super(lockClass, false);
        this.pool = pool;
        this.life = WaitEvents.startTask();
    }
}
