package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once a chain is known, an event allocates nothing: 0 bytes, not few. */
class ZeroAllocationTest {

    private static final int LOCKS = 64;
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 2000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nestedLocksInRotationAllocateNothing(int depth) {
        Object[][] locks = new Object[depth][LOCKS];
        for (int d = 0; d < depth; d++) {
            for (int i = 0; i < LOCKS; i++) {
                locks[d][i] = Lockdep.name(new Object(), "zero." + depth + "." + d);
            }
        }
        assertThat(allocatedBy(() -> rotate(locks, Acquisition.EXCLUSIVE))).isZero();
        assertThat(allocatedBy(() -> rotate(locks, Acquisition.SHARED))).isZero();
    }

    @Test
    void nestedMonitorsOfATypeAllocateNothing() {
        Object outer = new StringBuilder[0];
        Object inner = new ZeroAllocationTest();
        assertThat(allocatedBy(() -> {
                    HeldLocks state = LockEvents.monitorEnter(outer, null, 0);
                    state = LockEvents.monitorEnter(inner, state, 0);
                    LockEvents.monitorExit(state, inner);
                    LockEvents.monitorExit(state, outer);
                }))
                .isZero();
    }

    @Test
    void reentryTriesAndOtherOrdersOfReleaseAllocateNothing() {
        Object a = Lockdep.name(new Object(), "zero.mixed.a");
        Object b = Lockdep.name(new Object(), "zero.mixed.b");
        Object c = Lockdep.name(new Object(), "zero.mixed.c");
        assertThat(allocatedBy(() -> {
                    LockEvents.acquire(a, Acquisition.EXCLUSIVE);
                    LockEvents.tried(true, b, Acquisition.EXCLUSIVE);
                    LockEvents.acquire(a, Acquisition.EXCLUSIVE);
                    LockEvents.acquireWriter(c, Acquisition.TIMED);
                    LockEvents.release(a, Acquisition.EXCLUSIVE);
                    LockEvents.release(b, Acquisition.EXCLUSIVE);
                    LockEvents.release(a, Acquisition.EXCLUSIVE);
                    LockEvents.release(c, Acquisition.EXCLUSIVE);
                }))
                .isZero();
    }

    @Test
    void touchingLockMapsAllocatesNothing() {
        LockMap outer = LockMap.of("zero.map.outer");
        LockMap inner = LockMap.of("zero.map.inner");
        assertThat(allocatedBy(() -> {
                    outer.acquire(LockMode.EXCLUSIVE);
                    inner.touch(LockMode.SHARED);
                    outer.release();
                }))
                .isZero();
    }

    private static void rotate(Object[][] locks, int flags) {
        for (int i = 0; i < LOCKS; i++) {
            for (int d = 0; d < locks.length; d++) {
                LockEvents.acquire(locks[d][i], flags);
            }
            for (int d = locks.length - 1; d >= 0; d--) {
                LockEvents.release(locks[d][i], flags);
            }
        }
    }

    // The best of three: linking and compilation may allocate on this thread once, the hooks would every time.
    private static long allocatedBy(Runnable events) {
        for (int i = 0; i < WARM_UP; i++) {
            events.run();
        }
        long least = Long.MAX_VALUE;
        long id = currentThreadId();
        THREADS.getThreadAllocatedBytes(id);
        for (int attempt = 0; attempt < 3; attempt++) {
            long before = THREADS.getThreadAllocatedBytes(id);
            for (int i = 0; i < ROUNDS; i++) {
                events.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(id) - before);
        }
        return least;
    }

    private static long currentThreadId() {
        return ThreadId.of(Thread.currentThread());
    }
}
