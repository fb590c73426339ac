package io.lockdep.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The one object that stands for a lock: both views of a read-write lock are the same lock.
 *
 * <p>The views of a {@link ReentrantReadWriteLock} do not know it, but share its synchronizer. That field is readable
 * only under the agent; without it nothing reports events of JDK locks, so there is nothing to match either.
 */
final class Identity {

    private static final @Nullable MethodHandle OF_LOCK = synchronizer(ReentrantReadWriteLock.class);
    private static final @Nullable MethodHandle OF_READ = synchronizer(ReentrantReadWriteLock.ReadLock.class);
    private static final @Nullable MethodHandle OF_WRITE = synchronizer(ReentrantReadWriteLock.WriteLock.class);

    private static final @Nullable MethodHandle OF_REENTRANT = synchronizer(ReentrantLock.class);

    private Identity() {}

    /** {@return the synchronizer of a lock, by which its conditions know it; null if it cannot be read} */
    static @Nullable Object synchronizerOf(ReentrantLock lock) {
        try {
            return OF_REENTRANT == null ? null : OF_REENTRANT.invoke(lock);
        } catch (Throwable e) {
            return null;
        }
    }

    /** {@return the object that events of this lock carry} */
    static Object of(Object lock) {
        if (lock instanceof LockView view) {
            return of(view.whole());
        }
        MethodHandle getter = lock instanceof ReentrantReadWriteLock
                ? OF_LOCK
                : lock instanceof ReentrantReadWriteLock.ReadLock
                        ? OF_READ
                        : lock instanceof ReentrantReadWriteLock.WriteLock ? OF_WRITE : null;
        if (getter == null) {
            ProgramLock own = Engine.hasAgent() && ProgramLocks.isOne(lock) ? ProgramLocks.of(lock) : null;
            return own == null ? lock : own.whole;
        }
        try {
            return getter.invoke(lock);
        } catch (Throwable e) {
            // A field getter throws nothing for a receiver of its own type.
            return lock;
        }
    }

    private static @Nullable MethodHandle synchronizer(Class<?> of) {
        try {
            Class<?> whole = of.getEnclosingClass() == null ? of : of.getEnclosingClass();
            Class<?> type = Class.forName(whole.getName() + "$Sync");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return MethodHandles.privateLookupIn(of, lookup).findGetter(of, "sync", type);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }
}
