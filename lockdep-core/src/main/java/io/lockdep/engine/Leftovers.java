package io.lockdep.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/** Finds what a thread has left behind: locks that it still held when it ended, and that are held ever after. */
final class Leftovers {

    private static final String DROP_INS = "io.lockdep.locks.";

    private Leftovers() {}

    /** Reports the locks of a thread that has ended. Monitors are none of them: the JVM has exited those. */
    static void report(HeldLocks held) {
        HeldSnapshot thread = HeldSnapshot.of(held, null);
        for (int slot = 0; slot < thread.held.size(); slot++) {
            HeldLock entry = thread.held.get(slot);
            if (thread.has(slot) && isReallyHeld(entry.lock, held.thread.get())) {
                WaitReporter.heldAtExit(thread, entry);
            }
        }
    }

    // A map holds nobody up, and a unit may have been passed on. Locks of the JDK can be asked; asking those of a
    // program's
    // class would run code of the program.
    private static boolean isReallyHeld(@Nullable Object lock, @Nullable Thread ended) {
        if (lock == null || lock instanceof UnitLock || (lock instanceof ClassedLock classed && !classed.excludes())) {
            return false;
        }
        Class<?> type = lock.getClass();
        if (type.getClassLoader() != null && !type.getName().startsWith(DROP_INS)) {
            return true;
        }
        if (lock instanceof ReentrantLock reentrant) {
            // A lock keeps its owner from being collected, and tells its name and no more.
            return ended != null && reentrant.toString().endsWith("[Locked by thread " + ended.getName() + "]");
        }
        if (lock instanceof StampedLock stamped) {
            return stamped.isWriteLocked() || stamped.isReadLocked();
        }
        return !(lock instanceof Semaphore semaphore) || semaphore.availablePermits() == 0;
    }
}
