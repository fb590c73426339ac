package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A thread's stack reads the same whether it is looked at by itself or by another thread. */
class OtherThreadTest {

    @Test
    void framesAreThoseOfAThrowable() throws InterruptedException {
        AtomicReference<StackTraceElement[]> own = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        Runnable body = () -> stay(own, end);
        Thread thread = new Thread(body, "looked at");
        thread.start();
        Watched.await().until(() -> thread.getState() == Thread.State.WAITING);

        StackTraceElement[] seen = OtherThread.stack(thread);
        end.countDown();
        thread.join();

        int outer = own.get().length - 1;
        for (int i = 0; i < outer; i++) {
            assertThat(seen[seen.length - 1 - i]).hasToString(own.get()[outer - i].toString());
        }
        assertThat(seen[seen.length - 1 - outer].getMethodName()).isEqualTo("stay");
    }

    private static void stay(AtomicReference<StackTraceElement[]> own, CountDownLatch end) {
        own.set(new Throwable().getStackTrace());
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEndedThreadHasNone() throws InterruptedException {
        Thread thread = new Thread(() -> {}, "ended");
        thread.start();
        thread.join();
        assertThat(OtherThread.stack(thread)).isEmpty();
        assertThat(OtherThread.state(thread)).isEqualTo(Thread.State.TERMINATED);
    }

    @Test
    void anOverrideThatThrowsTellsNothing() {
        Thread odd = new Thread() {
            @Override
            public State getState() {
                throw new IllegalStateException("called");
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("called");
            }
        };
        assertThat(OtherThread.stack(odd)).isEmpty();
        assertThat(OtherThread.state(odd)).isEqualTo(Thread.State.NEW);
    }
}
