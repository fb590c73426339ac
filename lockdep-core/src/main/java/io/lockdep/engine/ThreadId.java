package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The id of a thread, read without running code of the program: {@code Thread.getId} can be overridden before Java 19.
 *
 * <p>The handle is a constant, so that compiled code is one field load. It is linked by the first call, which must not be
 * a hook: see {@link LockEvents#warmUp}.
 */
final class ThreadId {

    private static final MethodHandle ID = find();

    private ThreadId() {}

    /** {@return the id of a thread, never used twice in a JVM} */
    static long of(Thread thread) {
        try {
            return (long) ID.invokeExact(thread);
        } catch (Throwable e) {
            // A getter has nothing to throw; hooks may not throw, so the thread goes without validation.
            return 0;
        }
    }

    // Under the agent java.lang is open to this class. Without it Java 19 has a final method; before that only the
    // method that a subclass may override is left.
    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return MethodHandles.privateLookupIn(Thread.class, lookup).findGetter(Thread.class, "tid", long.class);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            MethodType idType = MethodType.methodType(long.class);
            try {
                return lookup.findVirtual(Thread.class, "threadId", idType);
            } catch (ReflectiveOperationException before19) {
                try {
                    return lookup.findVirtual(Thread.class, "getId", idType);
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError("Thread.getId", e);
                }
            }
        }
    }
}
