package io.lockdep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the engine keeps beside an object goes with it, whatever it knows of the object. */
class CompanionsTest {

    @Test
    void theBodyOfAThreadDoesNotKeepTheThread() throws InterruptedException {
        WeakReference<Thread> ended = new WeakReference<>(ended());

        Watched.await().until(() -> {
            System.gc();
            Engine.sweep();
            return ended.refersTo(null);
        });
    }

    private static Thread ended() throws InterruptedException {
        Thread thread = new Thread(() -> {}, "ended");
        TaskEvents.starts(thread);
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void thoseOfDeadObjectsGoAfterACollectionAndTakeNoRoom() {
        Object[] work = new Object[10_000];
        for (int i = 0; i < work.length; i++) {
            work[i] = new Object();
            TaskEvents.made(work[i]);
        }
        assertThat(Companions.count()).isGreaterThanOrEqualTo(work.length);
        Arrays.fill(work, null);

        Watched.await().until(() -> {
            System.gc();
            Engine.sweep();
            return Companions.count() <= 1_000;
        });
    }
}
