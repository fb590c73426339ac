package io.lockdep.engine;

import io.lockdep.graph.LockClass;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What the run-time type of a lock object says about its lock class. Holds the type weakly. */
final class LockType extends WeakReference<Class<?>> {

    final int hash;

    /** Whether instances have classes of their own; otherwise the type is the class. */
    volatile boolean byInstance;

    /** Class of all instances of the type; made when first needed. */
    @Nullable
    LockClass lockClass;

    /** Class of the {@code Class} object itself, the lock of static synchronized methods; made when first needed. */
    @Nullable
    LockClass classObject;

    LockType(Class<?> type, int hash, boolean byInstance) {
        super(type);
        this.hash = hash;
        this.byInstance = byInstance;
    }
}
