package io.lockdep.sim.shmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.fs.Errno;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.patch.Patch;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShmemInodeTest {

    private SimKernel kernel = boot(VariantFlags.K5_15);

    @AfterEach
    void stop() {
        kernel.shutdown();
    }

    @Test
    void whatIsWrittenCanBeReadAndItsPagesAreGivenBack() {
        onCpu(0, () -> {
            kernel.vmstat().vmstatRefresh();
            int before = allocated();
            ShmemInode file = kernel.shmem().memfdCreate();
            file.writeIter(3, 42);
            file.writeIter(3, 43);

            assertThat(file.read(3)).isEqualTo(43);
            assertThat(file.read(2)).isNull();
            assertThat(allocated()).isEqualTo(before + 1);

            file.evict();
            kernel.lruAddDrain().lruAddDrainAll();
            assertThat(allocated()).isEqualTo(before);
        });
    }

    @Test
    void aSealedFileIsNotWrittenTo() {
        onCpu(0, () -> {
            ShmemInode file = fileWrittenOn(0);

            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.OK);

            assertThat(file.writeIter(0, 1)).isEqualTo(Errno.EPERM);
            assertThat(file.mmapShared()).isEqualTo(Errno.EPERM);
        });
    }

    @Test
    void aFileSealedAgainstGrowingIsWrittenToButDoesNotGrow() {
        onCpu(0, () -> {
            ShmemInode file = fileWrittenOn(0);
            file.shmemAddSeals(List.of(Seal.GROW, Seal.SEAL));

            assertThat(file.writeIter(0, 1)).isEqualTo(Errno.OK);
            assertThat(file.writeIter(1, 1)).isEqualTo(Errno.EPERM);
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.EPERM);
        });
    }

    @Test
    void aFileThatIsMappedWritableCannotBeSealed() {
        onCpu(0, () -> {
            ShmemInode file = fileWrittenOn(0);
            file.mmapShared();
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.EBUSY);

            file.munmap();
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.OK);
        });
    }

    @Test
    void aPageThatSomebodyIsGoingToWriteToKeepsTheFileFromBeingSealed() {
        onCpu(0, () -> {
            ShmemInode file = fileWrittenOn(0);
            int pinned = file.getUserPage(0);
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.EBUSY);
            assertThat(file.writeIter(0, 1)).as("not sealed").isEqualTo(Errno.OK);

            kernel.lruCache().putPage(pinned);
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.OK);
        });
    }

    @Test
    void aPagevecOfAnotherCpuIsNoReasonToRefuseASeal() {
        ShmemInode file = fileWrittenOn(1);

        onCpu(0, () -> assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.OK));
    }

    @Test
    void withoutTheDrainAPagevecOfAnotherCpuLooksLikeAUser() {
        kernel.shutdown();
        kernel = boot(VariantFlags.K5_15.without(Patch.SEAL_DRAINS));
        ShmemInode file = fileWrittenOn(1);

        onCpu(0, () -> {
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.EBUSY);
            kernel.lruAddDrain().lruAddDrainAll();
            assertThat(file.shmemAddSeals(List.of(Seal.WRITE))).isEqualTo(Errno.OK);
        });
    }

    private ShmemInode fileWrittenOn(int cpu) {
        ShmemInode file = kernel.shmem().memfdCreate();
        onCpu(cpu, () -> file.writeIter(0, 7));
        return file;
    }

    private int allocated() {
        return kernel.zones().stream().mapToInt(zone -> zone.allocated()).sum();
    }

    private static SimKernel boot(VariantFlags flags) {
        SimKernel kernel = SimKernel.boot(SimConfig.small(), flags, new FreeDispatch(), Tracepoints.off());
        onCpu(0, () -> kernel.hotplug().cpuUp(1));
        return kernel;
    }

    private static void onCpu(int cpu, Runnable body) {
        Task.named("test", cpu).run(body);
    }
}
