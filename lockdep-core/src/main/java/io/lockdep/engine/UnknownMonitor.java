package io.lockdep.engine;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Finds the monitor that a blocked thread wants and has not told of, which is what happens at the entry of a
 * synchronized method: the JVM says who has it, and that thread's held stack says which object it is.
 *
 * <p>Asked by the watchdog only, about a thread that is blocked at two looks. Knows nothing in a JVM without the module
 * {@code java.management}, and nothing of virtual threads. No MBean server is started, no thread is stopped.
 */
final class UnknownMonitor {

    // Used by the watchdog's thread only.
    private static boolean unavailable;

    private UnknownMonitor() {}

    /** {@return the monitor that a blocked thread wants, null if that cannot be told} */
    static @Nullable Object of(long blockedThread) {
        if (unavailable) {
            return null;
        }
        try {
            return Management.wanted(blockedThread);
        } catch (LinkageError | RuntimeException absent) {
            unavailable = true;
            return null;
        }
    }

    /** A class of its own, so that nothing of the module is linked before it is asked for. */
    private static final class Management {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private Management() {}

        static @Nullable Object wanted(long blockedThread) {
            ThreadInfo thread = THREADS.getThreadInfo(blockedThread);
            LockInfo lock = thread == null ? null : thread.getLockInfo();
            if (thread == null || lock == null || thread.getThreadState() != Thread.State.BLOCKED) {
                return null;
            }
            HeldLocks owner = ThreadTable.ofId(thread.getLockOwnerId());
            return owner == null ? null : find(owner, lock);
        }

        private static @Nullable Object find(HeldLocks owner, LockInfo wanted) {
            HeldLock[] slots = owner.slots();
            for (int i = 0; i < owner.depth() && i < slots.length; i++) {
                HeldLock slot = slots[i];
                Object lock = slot == null ? null : slot.lock;
                if (lock != null
                        && (slot.flags() & Acquisition.MONITOR) != 0
                        && lock.getClass().getName().equals(wanted.getClassName())
                        && System.identityHashCode(lock) == wanted.getIdentityHashCode()) {
                    return lock;
                }
            }
            return null;
        }
    }
}
