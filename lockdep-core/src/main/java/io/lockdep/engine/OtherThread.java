package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Looks at another thread without running code of the program: {@code getState} and {@code getStackTrace} can be
 * overridden.
 *
 * <p>Under the agent {@code java.lang} is open to this class, and the methods of {@code Thread} itself are called. In
 * library mode an override is called; what it throws is dropped.
 */
final class OtherThread {

    private static final StackTraceElement[] NO_FRAMES = {};
    private static final MethodHandle STATE = find("getState", Thread.State.class);
    private static final MethodHandle STACK = find("getStackTrace", StackTraceElement[].class);

    private OtherThread() {}

    /** {@return the state of a thread; {@code NEW} if it cannot be told} */
    static Thread.State state(Thread thread) {
        try {
            return (Thread.State) STATE.invokeExact(thread);
        } catch (Throwable e) {
            return Thread.State.NEW;
        }
    }

    /** {@return the stack of a thread, innermost frame first; empty if it has ended or cannot be read} */
    static StackTraceElement[] stack(Thread thread) {
        try {
            return (StackTraceElement[]) STACK.invokeExact(thread);
        } catch (Throwable e) {
            return NO_FRAMES;
        }
    }

    private static MethodHandle find(String method, Class<?> result) {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType type = MethodType.methodType(result);
        try {
            return MethodHandles.privateLookupIn(Thread.class, lookup)
                    .findSpecial(Thread.class, method, type, Thread.class);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            try {
                return lookup.findVirtual(Thread.class, method, type);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(method, e);
            }
        }
    }
}
