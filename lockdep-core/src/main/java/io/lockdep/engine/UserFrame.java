package io.lockdep.engine;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a lock is taken that the JDK made: the first frame outside lockdep and the JDK, and the way to it.
 *
 * <p>Names the class of such a lock, and says whose class loader the class lives as long as. Walks the stack itself, as
 * an exception does not know the classes of its frames. The stream is there because the JDK hands frames out in no other
 * way; it is not run.
 *
 * @param path what reports call the place
 * @param loader loader of the program's class, null if there is none on the stack
 */
record UserFrame(String path, @Nullable ClassLoader loader) {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** {@return the frame of the current thread} */
    static UserFrame current() {
        return WALKER.walk(new Find());
    }

    private static UserFrame find(Iterator<StackWalker.StackFrame> frames) {
        StringBuilder path = new StringBuilder();
        boolean inside = true;
        while (frames.hasNext()) {
            StackWalker.StackFrame frame = frames.next();
            String owner = frame.getClassName();
            inside = inside && (Stacks.isOwn(owner) || Stacks.isLock(owner));
            if (inside) {
                continue;
            }
            if (!Stacks.isJdk(owner)) {
                path.append(owner).append('.').append(frame.getMethodName());
                return new UserFrame(path.toString(), frame.getDeclaringClass().getClassLoader());
            }
            if (path.length() == 0 && !owner.startsWith("java.util.concurrent.locks.")) {
                path.append(owner).append('.').append(frame.getMethodName()).append(" < ");
            }
        }
        return new UserFrame(path.length() == 0 ? "unknown" : path.append("JDK").toString(), null);
    }

    // Not a lambda, which would be linked inside a hook.
    private static final class Find implements Function<Stream<StackWalker.StackFrame>, UserFrame> {

        @Override
        public UserFrame apply(Stream<StackWalker.StackFrame> frames) {
            return find(frames.iterator());
        }
    }
}
