package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The workers of thread pools as bounded supplies.
 *
 * <p>How many there are at most is read from the pool when it is first used: the core size if its queue never fills, else
 * the maximum. It is read from fields, as a subclass may have made code of its own of the getters.
 */
final class Pools {

    /** A pool of more workers than this never runs out of them. */
    private static final int MANY = 1 << 14;

    private static final @Nullable MethodHandle CORE = getter("corePoolSize", int.class);
    private static final @Nullable MethodHandle MAXIMUM = getter("maximumPoolSize", int.class);
    private static final @Nullable MethodHandle QUEUE = getter("workQueue", BlockingQueue.class);

    private Pools() {}

    /** {@return the workers of a pool, null if it does not run out of them} */
    static @Nullable UnitLock of(Object executor) {
        ClassedLock known = Companions.of(executor);
        if (known == null && executor instanceof ThreadPoolExecutor pool) {
            known = Companions.putIfAbsent(executor, workers(pool));
        }
        return known instanceof UnitLock supply ? supply : null;
    }

    private static ClassedLock workers(ThreadPoolExecutor pool) {
        int most = mostWorkers(pool);
        if (most >= MANY) {
            return new Unbounded();
        }
        return new UnitLock(Engine.graph().classAt(LockClasses.of(pool, 0)), most, true);
    }

    private static int mostWorkers(ThreadPoolExecutor pool) {
        if (CORE == null || MAXIMUM == null || QUEUE == null) {
            return Integer.MAX_VALUE;
        }
        try {
            int core = (int) CORE.invoke(pool);
            int maximum = (int) MAXIMUM.invoke(pool);
            BlockingQueue<?> queue = (BlockingQueue<?>) QUEUE.invoke(pool);
            boolean neverFull =
                    queue.getClass().getClassLoader() == null && queue.remainingCapacity() == Integer.MAX_VALUE;
            return neverFull ? Math.max(1, core) : maximum;
        } catch (Throwable e) {
            // A field getter throws nothing for a receiver of its own type.
            return Integer.MAX_VALUE;
        }
    }

    private static @Nullable MethodHandle getter(String field, Class<?> type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return MethodHandles.privateLookupIn(ThreadPoolExecutor.class, lookup)
                    .findGetter(ThreadPoolExecutor.class, field, type);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    /** Links what the first pool would link. No thread is started, and none of the program's pools gets another number. */
    static void warmUp() {
        mostWorkers(new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new NoThreads()));
    }

    /** For a pool that never runs: to ask for the usual factory counts the pools that have done so. */
    private static final class NoThreads implements ThreadFactory {

        @Override
        public @Nullable Thread newThread(Runnable body) {
            return null;
        }
    }

    /** Stands for the workers of a pool that does not run out of them. */
    private static final class Unbounded extends ClassedLock {

        Unbounded() {
            super(Engine.graph().further(), false);
        }
    }
}
