package io.lockdep.sim.hotplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RefcountHotplugLockTest {

    private final CpuHotplugLock lock = new RefcountHotplugLock();

    @Test
    void theWriterWaitsForReadersAndIsWokenByTheLastOne() throws InterruptedException {
        AtomicBoolean writing = new AtomicBoolean();
        lock.getOnlineCpus();
        lock.getOnlineCpus();
        Thread writer = thread(() -> {
            lock.cpuHotplugBegin();
            writing.set(true);
            lock.cpuHotplugDone();
        });
        await().until(() -> writer.getState() == Thread.State.WAITING);

        lock.putOnlineCpus();
        assertThat(writing).isFalse();
        lock.putOnlineCpus();

        writer.join();
        assertThat(writing).isTrue();
        assertThat(lock.refcount()).isZero();
    }

    @Test
    void aWaitingWriterDoesNotKeepNewReadersOut() throws InterruptedException {
        lock.getOnlineCpus();
        Thread writer = thread(() -> {
            lock.cpuHotplugBegin();
            lock.cpuHotplugDone();
        });
        await().until(() -> writer.getState() == Thread.State.WAITING);

        lock.getOnlineCpus();
        assertThat(lock.refcount()).isEqualTo(2);

        lock.putOnlineCpus();
        lock.putOnlineCpus();
        writer.join();
    }

    @Test
    void aReaderThatComesWhileTheWriterIsAtWorkBlocksOnTheMutexItKeeps() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Thread writer = thread(() -> {
            lock.cpuHotplugBegin();
            begun.countDown();
            awaitUninterruptibly(done);
            lock.cpuHotplugDone();
        });
        begun.await();
        AtomicBoolean reading = new AtomicBoolean();
        Thread reader = thread(() -> {
            lock.getOnlineCpus();
            reading.set(true);
            lock.putOnlineCpus();
        });
        await().until(() -> reader.getState() == Thread.State.WAITING);

        assertThat(reading).isFalse();
        done.countDown();
        reader.join();
        writer.join();
        assertThat(reading).isTrue();
    }

    private static Thread thread(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
