package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.Lockdep;
import io.lockdep.report.Suppressions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every thread has a held stack of its own, however many there are, and leaves nothing behind when it ends. */
@Timeout(60)
class ConcurrencyTest {

    @AfterEach
    void close() {
        Engine.configure(EngineOptions.DEFAULT, Suppressions.NONE);
        Engine.forget();
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

    @Test
    void whoStaysKeepsItsStackWhileOthersComeAndGo() throws Exception {
        comeAndGo(Thread::new, 400);
    }

    @Test
    void soItIsWithVirtualThreads() throws Exception {
        ThreadFactory virtual = virtualThreads();
        if (virtual == null) {
            assertThat(Runtime.version().feature()).isLessThan(21);
            return;
        }
        comeAndGo(virtual, 2000);
    }

    private static void comeAndGo(ThreadFactory factory, int rounds) throws Exception {
        Object outer = Lockdep.name(new Object(), "stay.outer");
        Object inner = Lockdep.name(new Object(), "stay.inner");
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> stayers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int depth = i % 3;
            stayers.add(start(factory, failure, () -> stay(depth, outer, inner, over)));
        }
        for (int round = 0; round < rounds && failure.get() == null; round++) {
            List<Thread> guests = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                guests.add(start(factory, failure, () -> stay(2, outer, inner, new AtomicBoolean(true))));
            }
            for (Thread guest : guests) {
                guest.join();
            }
        }
        over.set(true);
        for (Thread stayer : stayers) {
            stayer.join();
        }
        assertThat(failure.get()).isNull();
    }

    private static Thread start(ThreadFactory factory, AtomicReference<Throwable> failure, Runnable act) {
        Thread thread = factory.newThread(() -> {
            try {
                act.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    // Holds none, one or two locks, which is what its stack has to say at any time.
    private static void stay(int depth, Object outer, Object inner, AtomicBoolean over) {
        HeldLocks mine = ThreadTable.current();
        assertThat(LockEvents.depth()).isZero();
        if (depth > 0) {
            LockEvents.acquire(outer, Acquisition.SHARED);
        }
        if (depth > 1) {
            LockEvents.acquire(inner, Acquisition.SHARED);
        }
        do {
            assertThat(ThreadTable.current()).isSameAs(mine);
            assertThat(LockEvents.depth()).isEqualTo(depth);
            LockSupport.parkNanos(1000);
        } while (!over.get());
        if (depth > 1) {
            assertThat(LockEvents.release(inner, Acquisition.SHARED)).isTrue();
        }
        if (depth > 0) {
            assertThat(LockEvents.release(outer, Acquisition.SHARED)).isTrue();
        }
        assertThat(LockEvents.depth()).isZero();
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
