package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import org.jspecify.annotations.Nullable;

/**
 * A place in instrumented code where a lock is made or taken, known before the program runs it.
 *
 * <p>Held as text only, so that no class and no loader is kept alive.
 */
public final class Site {

    private final String owner;
    private final String method;
    private final @Nullable String file;
    private final int line;
    private final @Nullable String role;

    /** Class of the locks made here, once one was. A race writes the same class twice. */
    @Nullable
    LockClass lockClass;

    /**
     * A place.
     *
     * @param owner binary name of the class
     * @param method name of the method
     * @param file source file, if known
     * @param line line number, or -1
     * @param role name of the lock class of the locks made here, null where a lock is taken
     */
    public Site(String owner, String method, @Nullable String file, int line, @Nullable String role) {
        this.owner = owner;
        this.method = method;
        this.file = file;
        this.line = line;
        this.role = role;
    }

    @Nullable
    String role() {
        return role;
    }

    boolean isIn(StackTraceElement frame) {
        return frame.getMethodName().equals(method) && frame.getClassName().equals(owner);
    }

    /** The frame of this place: the method is still on the stack, but has gone on to a later line. */
    StackTraceElement frame() {
        return new StackTraceElement(owner, method, file, line);
    }

    @Override
    public String toString() {
        return frame().toString();
    }
}
