package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import io.lockdep.report.Nature;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Decides which class a task belongs to: the place that hands it over, else the type of what it runs.
 *
 * <p>A task of which neither is known belongs to no class, and nothing is learnt of it but who started it.
 */
final class TaskClasses {

    private static final String TASK = "task of ";
    private static final @Nullable MethodHandle CALLABLE = callable();

    private TaskClasses() {}

    /**
     * The class of a task.
     *
     * @param site number of the place that hands it over, 0 if not known
     * @param runs what it runs
     */
    static LockClass of(int site, Object runs) {
        Site place = Sites.at(site);
        return place != null && place.role() != null
                ? ofPlace(place)
                : ofType(inside(runs).getClass());
    }

    /**
     * Tells tasks apart that one place hands to several pools: what those of one pool wait for, those of another may do.
     *
     * @param pool the workers of the pool
     * @param task its class is that of the place, until now
     * @param site number of the place, 0 if not known
     */
    static void handedTo(UnitLock pool, TaskLock task, int site) {
        Site place = Sites.at(site);
        if (place == null || task.lockClass != place.lockClass) {
            return;
        }
        String name = pool.lockClass.name();
        String first = place.firstPool;
        if (first == null) {
            place.firstPool = name;
        } else if (!first.equals(name)) {
            LockClass known = place.inner.get(name);
            task.lockClass = known != null ? known : inPool(place, name);
        }
    }

    private static LockClass inPool(Site place, String pool) {
        synchronized (LockClasses.MAKING) {
            LockClass made = Engine.graph().classWhileUsed(place.role() + " in " + pool);
            place.inner = place.innerWith(pool, made);
            return asTask(made);
        }
    }

    private static LockClass ofPlace(Site place) {
        LockClass known = place.lockClass;
        return known != null ? known : named(place, String.valueOf(place.role()));
    }

    private static LockClass named(Site place, String name) {
        synchronized (LockClasses.MAKING) {
            LockClass made = Engine.graph().classWhileUsed(name);
            place.lockClass = made;
            return asTask(made);
        }
    }

    /** {@return the class of tasks of a type; of a lambda, the class around it} */
    static LockClass ofType(Class<?> type) {
        if (type.getClassLoader() == null) {
            return Engine.graph().further();
        }
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        return asTask(Engine.graph().classNamed(TASK + (lambda < 0 ? name : name.substring(0, lambda))));
    }

    static LockClass asTask(LockClass made) {
        if (made != Engine.graph().further() && made.rules().nature() != Nature.MAP) {
            made.rules().standsFor(Nature.MAP);
        }
        return made;
    }

    private static Object inside(Object runs) {
        if (CALLABLE != null && runs instanceof FutureTask<?> future) {
            try {
                Object callable = (Callable<?>) CALLABLE.invoke(future);
                return callable == null ? runs : callable;
            } catch (Throwable e) {
                // A field getter throws nothing for a receiver of its own type.
                return runs;
            }
        }
        return runs;
    }

    private static @Nullable MethodHandle callable() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return MethodHandles.privateLookupIn(FutureTask.class, lookup)
                    .findGetter(FutureTask.class, "callable", Callable.class);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    /** Links what the first task would link. */
    static void warmUp() {
        inside(new FutureTask<>(new Nothing()));
    }

    private static final class Nothing implements Callable<Object> {

        @Override
        public Object call() {
            return this;
        }
    }
}
