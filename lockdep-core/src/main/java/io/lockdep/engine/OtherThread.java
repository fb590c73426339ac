package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

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
        StackTraceElement[] all;
        try {
            all = (StackTraceElement[]) STACK.invokeExact(thread);
        } catch (Throwable e) {
            return NO_FRAMES;
        }
        int shown = 0;
        for (StackTraceElement frame : all) {
            if (frame.getClassName().indexOf('/') < 0) {
                all[shown++] = asInThrowable(frame);
            }
        }
        return Arrays.copyOf(all, shown);
    }

    // A stack of another thread comes with hidden classes, names of the JDK's loaders and versions of its modules; the
    // current stack, which all other reports are made of, does not.
    private static StackTraceElement asInThrowable(StackTraceElement frame) {
        String loader = frame.getClassLoaderName();
        String module = frame.getModuleName();
        boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
        return new StackTraceElement(
                "app".equals(loader) || "platform".equals(loader) ? null : loader,
                module,
                jdk ? null : frame.getModuleVersion(),
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
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
