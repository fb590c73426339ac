package io.lockdep.locks;

import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Names the class of a lock that was given no name: its type, and the place in the program that made it.
 *
 * <p>That place is outside the lock's own constructors, which includes those of a subclass, and outside the JDK, which may
 * have been handed a constructor to call.
 */
final class Birthplace implements Function<Stream<StackWalker.StackFrame>, String> {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final Set<Class<?>> OWN = Set.of(Birthplace.class, Watch.class, Permits.class);

    private final Class<?> type;

    private Birthplace(Class<?> type) {
        this.type = type;
    }

    /** {@return a name such as {@code ReentrantLock@com.acme.Cache.<init>(Cache.java:12)}} */
    static String of(Class<?> type) {
        return simpleName(type) + "@" + STACK.walk(new Birthplace(type));
    }

    @Override
    public String apply(Stream<StackWalker.StackFrame> stack) {
        Iterator<StackWalker.StackFrame> frames = stack.iterator();
        while (frames.hasNext()) {
            StackWalker.StackFrame frame = frames.next();
            if (!isOfLock(frame) && !isOfJdk(frame.getDeclaringClass())) {
                return text(frame);
            }
        }
        return "unknown";
    }

    private boolean isOfLock(StackWalker.StackFrame frame) {
        Class<?> in = frame.getDeclaringClass();
        return OWN.contains(in)
                || (in.isAssignableFrom(type) && frame.getMethodName().equals("<init>"));
    }

    private static boolean isOfJdk(Class<?> in) {
        ClassLoader loader = in.getClassLoader();
        return loader == null || loader == PLATFORM;
    }

    private static String text(StackWalker.StackFrame frame) {
        return new StackTraceElement(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                .toString();
    }

    // An anonymous subclass has no name of its own.
    private static String simpleName(Class<?> type) {
        Class<?> named = type;
        while (named.isAnonymousClass()) {
            named = named.getSuperclass();
        }
        return named.getSimpleName();
    }
}
