package io.lockdep.engine;

import io.lockdep.graph.Lifeline;
import io.lockdep.report.Nature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of work as the engine sees it: held while it is not done, by whoever runs it; waited for by others. */
public class TaskLock extends ClassedLock implements Awaited {

    final Lifeline life;
    final @Nullable UnitLock pool;
    volatile boolean started;
    volatile @Nullable Thread runner;

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

    @Override
    public final Nature nature() {
        return !started && pool != null ? Nature.POOL : Nature.MAP;
    }

    @Override
    public final Enders enders() {
        Thread by = runner;
        if (by != null) {
            return Enders.all(List.of(by));
        }
        return pool == null || started ? Enders.unknown() : Users.of(pool);
    }
}
