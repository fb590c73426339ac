package io.lockdep.locks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once an order is known, taking and releasing watched locks allocates nothing: 0 bytes, not few. */
class AllocationTest {

    private static final int WARM_UP = 6000;
    private static final int ROUNDS = 2000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void nestedLocksAllocateNothing(Kind kind) {
        assertThat(allocatedBy(kind, Policy.LOG)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void neitherDoTheyIfTheyMayThrow(Kind kind) {
        assertThat(allocatedBy(kind, Policy.THROW)).isZero();
    }

    // The best of three: linking and compilation may allocate on this thread once, the locks would every time.
    private long allocatedBy(Kind kind, Policy policy) {
        LockFactory locks = LockFactory.newInstance(policy);
        Lock a = kind.make(locks, stage.name(policy + "A"));
        Lock b = kind.make(locks, stage.name(policy + "B"));
        nest(a, b, WARM_UP);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 3; attempt++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            nest(a, b, ROUNDS);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void nest(Lock a, Lock b, int times) {
        for (int i = 0; i < times; i++) {
            a.lock();
            b.lock();
            b.unlock();
            if (b.tryLock()) {
                b.unlock();
            }
            a.unlock();
        }
    }
}
