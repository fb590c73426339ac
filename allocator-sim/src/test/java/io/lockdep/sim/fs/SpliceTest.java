package io.lockdep.sim.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.devtmpfs.MsrModule;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.shmem.ShmemInode;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpliceTest {

    private final SimKernel kernel =
            SimKernel.boot(SimConfig.small(), VariantFlags.K5_15, new FreeDispatch(), Tracepoints.off());
    private final Superblock superblock = kernel.devtmpfs().superblock();
    private final Pipe pipe = new Pipe(kernel.pages());
    private final ShmemInode file = kernel.shmem().memfdCreate();

    @AfterEach
    void stop() {
        kernel.shutdown();
        assertThat(kernel.kthreads().oopses()).isEmpty();
    }

    @Test
    void morePagesThanAPipeHoldsGoThroughIt() throws InterruptedException {
        Thread writer = task("writer", () -> {
            for (int i = 0; i < 40; i++) {
                pipe.pipeWrite(i);
            }
            pipe.closeWriter();
        });

        Task.named("reader", 0)
                .run(() -> assertThat(Splice.doSplice(pipe, file, 0, 100)).isEqualTo(40));

        writer.join();
        assertThat(file.read(39)).isEqualTo(39);
    }

    @Test
    void aFrozenFileSystemTakesNoDeviceUntilItIsThawed() throws InterruptedException {
        superblock.freezeSuper();
        Thread modprobe = task("modprobe", () -> new MsrModule(kernel.hotplug(), kernel.devtmpfs()).msrInit());
        await().until(superblock::hasWaiters);
        assertThat(superblock.root().iterateDir()).isEmpty();

        superblock.thawSuper();
        modprobe.join();

        assertThat(superblock.root().iterateDir()).containsExactly("cpu/0/msr");
    }

    @Test
    void anUnloadedDriverLeavesNoDevice() {
        MsrModule msr = new MsrModule(kernel.hotplug(), kernel.devtmpfs());
        Task.named("test", 0).run(() -> {
            assertThat(msr.msrInit()).isTrue();
            assertThat(msr.msrInit()).as("loaded already").isFalse();
            msr.msrExit();
        });

        assertThat(superblock.root().iterateDir()).isEmpty();
    }

    private static Thread task(String name, Runnable body) {
        Thread thread = new Thread(() -> Task.named(name, 0).run(body), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
