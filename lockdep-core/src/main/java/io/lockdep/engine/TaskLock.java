package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of work as the engine sees it: held while it is not done, by whoever runs it; waited for by others. */
public class TaskLock extends ClassedLock implements Awaited {

    final Lifeline life;
    volatile @Nullable UnitLock pool;
    volatile boolean started;
    /** Who runs it now. A task is kept as long as its thread, if it is the body of one, so it may not keep the thread. */
    volatile @Nullable Owner runner;

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

    TaskLock(LockClass lockClass, Lifeline life) {
        super(lockClass, false);
        this.life = life;
    }

    @Override
    public final Nature nature() {
        return missesWorker() == null ? Nature.MAP : Nature.POOL;
    }

    /** {@return the pool that it waits for a worker of, null if it has begun or needs none} */
    final @Nullable UnitLock missesWorker() {
        return started ? null : pool;
    }

    @Override
    public final Enders enders() {
        Owner owner = runner;
        Thread by = owner == null ? null : owner.get();
        return by == null ? Enders.unknown() : Enders.all(List.of(by));
    }
}
