package io.lockdep.engine;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** What the run-time type of a lock object says about its lock class. Holds the type weakly. */
final class LockType extends WeakReference<Class<?>> {

    final int hash;

    /** Whether instances have classes of their own; otherwise the type is the class. */
    volatile boolean byInstance;

    /** Whether it is a lock of the program's own making; known when one has been taken. */
    volatile boolean isLock;

    /** Whether it looks like a lock but leaves that to another one, which is watched instead. */
    volatile boolean isWrapper;

    /** Index of the class of all instances of the type; 0 until it is needed. */
    int lockClass;

    /** Index of the class of the {@code Class} object itself, the lock of static synchronized methods; 0 until needed. */
    int classObject;

    /** Name of the method by which a pool of this type says how large it is; empty if it has none, null if not known. */
    volatile @Nullable String capacity;

    LockType(Class<?> type, int hash, boolean byInstance) {
        super(type);
        this.hash = hash;
        this.byInstance = byInstance;
    }
}
