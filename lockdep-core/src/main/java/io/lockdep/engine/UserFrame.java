package io.lockdep.engine;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a lock is taken that the JDK made or takes: the first frame outside lockdep and the JDK, and the way to
 * it.
 *
 * <p>Names the class of such a lock, and says whose class loader the class lives as long as. Walks the stack itself, as
 * an exception does not know the classes of its frames. The stream is there because the JDK hands frames out in no other
 * way; it is not run.
 *
 * @param path what reports call the place
 * @param loader loader of the program's class, null if there is none on the stack
 * @param isInsideJdk whether the program cannot reach the lock, which belongs to the object whose method it has called
 */
record UserFrame(String path, @Nullable ClassLoader loader, boolean isInsideJdk) {

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String MAP = "java.util.concurrent.ConcurrentHashMap";

    /** {@return the frame of the current thread} */
    static UserFrame current() {
        return above(null, Object.class);
    }

    /**
     * Finds the frame on whose behalf a lock is taken.
     *
     * @param site where it is taken, if known: the innermost frame in that method, and what it calls, is not looked at
     * @param type the type of the lock, whose methods are not mentioned
     */
    static UserFrame above(@Nullable Site site, Class<?> type) {
        UserFrame found = WALKER.walk(new Find(site, type));
        return found.path.isEmpty() ? WALKER.walk(new Find(null, type)) : found;
    }

    private static UserFrame find(Iterator<StackWalker.StackFrame> frames, @Nullable Site site, Class<?> type) {
        StringBuilder path = new StringBuilder();
        boolean inside = true;
        boolean below = site != null;
        boolean through = false;
        while (frames.hasNext()) {
            StackWalker.StackFrame frame = frames.next();
            String owner = frame.getClassName();
            below = below && !isAt(site, frame);
            inside = inside && (Stacks.isOwn(owner) || Stacks.isLock(owner));
            if (inside || below) {
                continue;
            }
            if (!Stacks.isJdk(owner)) {
                path.append(owner).append('.').append(frame.getMethodName());
                return new UserFrame(path.toString(), frame.getDeclaringClass().getClassLoader(), through);
            }
            through |= site != null && isBetween(site, owner);
            if (path.length() == 0
                    && !owner.startsWith("java.util.concurrent.locks.")
                    && !frame.getDeclaringClass().isAssignableFrom(type)) {
                path.append(owner).append('.').append(frame.getMethodName()).append(" < ");
            }
        }
        if (below) {
            return new UserFrame("", null, false);
        }
        String name = path.length() == 0 ? "unknown" : path.append("JDK").toString();
        return new UserFrame(name, null, site != null && isPrivate(site));
    }

    private static boolean isAt(@Nullable Site site, StackWalker.StackFrame frame) {
        return site != null && site.isIn(frame.getClassName(), frame.getMethodName());
    }

    private static boolean isPrivate(Site site) {
        return site.isIn(MAP) || site.isIn("java.io.") || site.isIn("sun.nio.");
    }

    // Streams and writers stand on each other, and what a print stream or a handler stands on is its own, under its own
    // lock. So are the maps that the JDK works with.
    private static boolean isBetween(Site site, String owner) {
        if (site.isIn(MAP)) {
            return !owner.startsWith(MAP);
        }
        return isPrivate(site)
                && !site.isIn("java.io.Print")
                && (owner.startsWith("java.io.Print")
                        || !(owner.startsWith("java.io.") || owner.startsWith("sun.nio.")));
    }

    // Not a lambda, which would be linked inside a hook.
    private static final class Find implements Function<Stream<StackWalker.StackFrame>, UserFrame> {

        private final @Nullable Site site;
        private final Class<?> type;

        Find(@Nullable Site site, Class<?> type) {
            this.site = site;
            this.type = type;
        }

        @Override
        public UserFrame apply(Stream<StackWalker.StackFrame> frames) {
            return find(frames.iterator(), site, type);
        }
    }
}
