package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.util.HashMap;
import java.util.Map;
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

    /** Class of the locks made here, once one was. */
    @Nullable
    LockClass lockClass;

    /**
     * Classes of the locks inside what is made here, by the path to them; of work that is handed over here, by the pool.
     * Replaced, not changed.
     */
    Map<String, LockClass> inner = Map.of();

    /** Name of the first pool of threads that work was handed to here, null if there was none. */
    @Nullable
    String firstPool;

    /** Whether it is code of the JDK, which takes its locks on behalf of a caller. */
    final boolean isOfJdk;

    /** By what it is found again. */
    String key = "";

    // Loaders whose code it is in, counted; for ever if one of them stays for ever.
    private int keepers;
    private boolean keptForEver;
    private @Nullable Anchor lastKeeper;

    /**
     * A place.
     *
     * @param owner binary name of the class
     * @param method name of the method
     * @param file source file, if known
     * @param line line number, or -1
     * @param role name of the lock class of the locks made here; where a lock is taken, that of one whose making was not
     *     seen, null if it has to be found
     */
    public Site(String owner, String method, @Nullable String file, int line, @Nullable String role) {
        this.owner = owner;
        this.method = method;
        this.file = file;
        this.line = line;
        this.role = role;
        this.isOfJdk = Stacks.isJdk(owner);
    }

    Map<String, LockClass> innerWith(String path, LockClass lockClass) {
        Map<String, LockClass> more = new HashMap<>(inner);
        more.put(path, lockClass);
        return more;
    }

    /** {@return whether it is in a class whose name begins so} */
    boolean isIn(String prefix) {
        return owner.startsWith(prefix);
    }

    @Nullable
    String role() {
        return role;
    }

    /** Keeps the place as long as a loader, null for one that stays for ever. Called under the lock of {@link Sites}. */
    void keepWith(@Nullable Anchor anchor, int number) {
        if (anchor == null) {
            keptForEver = true;
        } else if (anchor != lastKeeper) {
            // A loader that comes again after another one is counted again, and goes as often.
            lastKeeper = anchor;
            keepers++;
            anchor.add(number);
        }
    }

    /** Notes that a loader has gone; whether it was the last one. */
    boolean letGo() {
        keepers--;
        return !isKept();
    }

    /** {@return whether its code is there still} */
    boolean isKept() {
        return keptForEver || keepers > 0;
    }

    boolean isIn(StackTraceElement frame) {
        return isIn(frame.getClassName(), frame.getMethodName());
    }

    boolean isIn(String className, String methodName) {
        return methodName.equals(method) && className.equals(owner);
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
