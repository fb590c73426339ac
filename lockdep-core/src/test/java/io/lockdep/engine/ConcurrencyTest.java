package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.report.Suppressions;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads learn at the same time without losing what they learn together, and leave nothing behind when they end. */
@Timeout(60)
class ConcurrencyTest {

    private static final int RACES = 4000;

    @AfterEach
    void close() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
    }

    @Test
    void twoEdgesThatCloseARingAtTheSameTimeNeverLoseIt() throws Exception {
        Engine.configure(new EngineOptions(true, false, RACES + 1, 4), Suppressions.NONE);
        Engine.forget();
        Object[][] pairs = new Object[RACES][];
        for (int i = 0; i < RACES; i++) {
            pairs[i] =
                    new Object[] {Lockdep.name(new Object(), "race.a" + i), Lockdep.name(new Object(), "race.b" + i)};
        }
        AtomicInteger arrived = new AtomicInteger();
        Thread forwards = new Thread(() -> race(pairs, arrived, 0));
        Thread backwards = new Thread(() -> race(pairs, arrived, 1));
        forwards.start();
        backwards.start();
        forwards.join();
        backwards.join();

        assertThat(Engine.reports()).hasSize(RACES);
    }

    // Spins: a thread that was woken up comes too late to meet the other one inside the graph.
    private static void race(Object[][] pairs, AtomicInteger arrived, int outer) {
        for (int i = 0; i < pairs.length; i++) {
            arrived.incrementAndGet();
            for (int spins = 0; arrived.get() < 2 * (i + 1); spins++) {
                if (spins > 10_000) {
                    LockSupport.parkNanos(1000);
                }
                Thread.onSpinWait();
            }
            nest(pairs[i][outer], pairs[i][1 - outer]);
        }
    }

    private static void nest(Object outer, Object inner) {
        LockEvents.acquire(outer, Acquisition.EXCLUSIVE);
        LockEvents.acquire(inner, Acquisition.EXCLUSIVE);
        LockEvents.release(inner, Acquisition.EXCLUSIVE);
        LockEvents.release(outer, Acquisition.EXCLUSIVE);
    }

    @Test
    void shortLivedThreadsDoNotMakeTheTableGrow() throws Exception {
        ThreadTable.current();
        int before = ThreadTable.capacity();
        runInTurn(Thread::new, 1000, 16);

        assertThat(ThreadTable.capacity()).isLessThanOrEqualTo(Math.max(before, 2048));
        assertThat(ThreadTable.live()).isLessThan(64);
    }

    @Test
    void shortLivedVirtualThreadsDoNotMakeTheTableGrow() throws Exception {
        ThreadFactory virtual = virtualThreads();
        if (virtual == null) {
            assertThat(Runtime.version().feature()).isLessThan(21);
            return;
        }
        int before = ThreadTable.capacity();
        runInTurn(virtual, 100, 1000);

        assertThat(ThreadTable.capacity()).isLessThanOrEqualTo(Math.max(before, 16 * 1024));
        assertThat(ThreadTable.live()).isLessThan(64);
    }

    @Test
    void threadsThatLiveTogetherHaveAStackEach() throws Exception {
        Object lock = Lockdep.name(new Object(), "table.lock");
        int count = 500;
        CyclicBarrier held = new CyclicBarrier(count + 1);
        CyclicBarrier checked = new CyclicBarrier(count + 1);
        int[] depths = new int[count];
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            int mine = i;
            threads[i] = new Thread(() -> {
                for (int k = 0; k <= mine % 2; k++) {
                    LockEvents.acquire(k == 0 ? lock : threads[mine], Acquisition.SHARED);
                }
                meet(held);
                meet(checked);
                depths[mine] = LockEvents.depth();
                LockEvents.release(threads[mine], Acquisition.SHARED);
                LockEvents.release(lock, Acquisition.SHARED);
            });
            threads[i].start();
        }
        meet(held);
        assertThat(ThreadTable.live()).isGreaterThanOrEqualTo(count);
        meet(checked);
        for (int i = 0; i < count; i++) {
            threads[i].join();
            assertThat(depths[i]).isEqualTo(1 + i % 2);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void runInTurn(ThreadFactory factory, int rounds, int together) throws InterruptedException {
        Object outer = Lockdep.name(new Object(), "short.outer");
        Object inner = Lockdep.name(new Object(), "short.inner");
        Thread[] threads = new Thread[together];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < together; i++) {
                threads[i] = factory.newThread(() -> nest(outer, inner));
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    // Virtual threads are Java 21; the tests are compiled for 17.
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
