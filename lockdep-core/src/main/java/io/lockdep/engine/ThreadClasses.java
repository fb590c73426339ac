package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Decides which class the body of a thread belongs to: its type if it is the program's, else the field it is kept in or
 * the place that starts it.
 *
 * <p>Threads of the JDK's own pools have none: nobody waits for them, and what they run is a task of its own.
 */
final class ThreadClasses {

    private static final String THREAD = "thread ";
    private static final @Nullable MethodHandle RUNS = runs();
    private static final @Nullable MethodHandle HOLDER = holder();

    private ThreadClasses() {}

    /**
     * The class of a thread's body.
     *
     * @param thread the thread, not started yet
     * @param site number of the place that starts it, 0 if not known
     */
    static LockClass of(Thread thread, int site) {
        Class<?> type = thread.getClass();
        if (type.getClassLoader() != null) {
            return TaskClasses.asTask(Engine.graph().classNamed(THREAD + type.getName()));
        }
        Object runs = runs(thread);
        if (isOfJdk(type) || (runs != null && runs.getClass().getClassLoader() == null)) {
            return Engine.graph().further();
        }
        return TaskClasses.of(site, runs == null ? thread : runs);
    }

    private static boolean isOfJdk(Class<?> type) {
        String name = type.getName();
        return !name.equals("java.lang.Thread")
                && !name.startsWith("java.lang.VirtualThread")
                && !name.contains("BoundVirtualThread");
    }

    private static @Nullable Object runs(Thread thread) {
        MethodHandle handle = RUNS;
        if (handle == null) {
            return null;
        }
        try {
            if (HOLDER == null) {
                return handle.invoke(thread);
            }
            Object holder = HOLDER.invoke(thread);
            return holder == null ? null : handle.invoke(holder);
        } catch (Throwable e) {
            // A field getter throws nothing for a receiver of its own type.
            return null;
        }
    }

    // Before Java 19 the field is in the thread, then in an object beside it; virtual threads have none.
    private static @Nullable MethodHandle runs() {
        try {
            MethodHandles.Lookup all = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
            try {
                return all.findGetter(Thread.class, "target", Runnable.class);
            } catch (NoSuchFieldException since19) {
                Class<?> holder = Class.forName("java.lang.Thread$FieldHolder");
                return MethodHandles.privateLookupIn(holder, MethodHandles.lookup())
                        .findGetter(holder, "task", Runnable.class);
            }
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    private static @Nullable MethodHandle holder() {
        try {
            Class<?> holder = Class.forName("java.lang.Thread$FieldHolder");
            return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                    .findGetter(Thread.class, "holder", holder);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    /** Links what the first start would link. */
    static void warmUp() {
        runs(Thread.currentThread());
    }
}
