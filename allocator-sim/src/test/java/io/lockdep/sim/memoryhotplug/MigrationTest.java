package io.lockdep.sim.memoryhotplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.invariant.Invariants;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.AnonymousMemory;
import io.lockdep.sim.memory.ZoneType;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.shmem.Seal;
import io.lockdep.sim.shmem.ShmemInode;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shared memory, and anonymous memory of a machine with swap, move out of a block that goes offline. */
class MigrationTest {

    private static final int PAGES = 300;
    private static final int SWAP_PAGES = 100_000;
    private static final Duration LENGTH = Duration.ofMillis(1500);

    private final SimKernel kernel =
            SimKernel.boot(SimConfig.hotpluggable(0), VariantFlags.K5_15, new FreeDispatch(), Tracepoints.off());
    private final MemorySysfs sysfs = new MemorySysfs(kernel.sysfs());
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final Task task = Task.named("test", 0);

    @AfterEach
    void stop() {
        await().until(kernel::isIdle);
        assertThat(failures).isEmpty();
        assertThat(Invariants.all())
                .allSatisfy(
                        invariant -> assertThat(invariant.violations(kernel)).isEmpty());
        assertThat(kernel.workqueues().oopses()).isEmpty();
        kernel.shutdown();
    }

    @Test
    void theContentsOfAFileInMemoryAreTheSameInOtherFrames() {
        task.run(() -> {
            ShmemInode file = file(PAGES);
            MemoryBlock block = blockOf(file, 0);

            assertThat(sysfs.setState(block, "offline")).isZero();

            assertThat(block.state()).isEqualTo(MemoryBlock.State.OFFLINE);
            for (int page = 0; page < PAGES; page++) {
                assertThat(file.read(page)).isEqualTo(page);
                assertThat(blockOf(file, page)).isNotSameAs(block);
            }
            assertThat(file.shmemAddSeals(EnumSet.of(Seal.WRITE)).name()).isEqualTo("OK");
            file.evict();
        });
    }

    @Test
    void aPageThatSomebodyIsGoingToWriteToStaysUntilHeHasDone() throws InterruptedException {
        ShmemInode file = task.call(() -> file(1));
        int pinned = task.call(() -> file.getUserPage(0));
        MemoryBlock block = kernel.memoryHotplug().blockOf(pinned);
        AtomicBoolean isolated = new AtomicBoolean();
        kernel.gates().arm(StepGate.RANGE_ISOLATED, () -> isolated.set(true));
        AtomicInteger rc = new AtomicInteger(1);
        Thread admin = start(() -> rc.set(sysfs.setState(block, "offline")));
        await().untilTrue(isolated);
        admin.join(100);
        assertThat(admin.isAlive()).isTrue();
        assertThat(task.call(() -> file.getUserPage(0))).isEqualTo(pinned);
        task.run(() -> kernel.lruCache().putPage(pinned));

        task.run(() -> kernel.lruCache().putPage(pinned));
        admin.join();

        assertThat(rc).hasValue(0);
        assertThat(block.state()).isEqualTo(MemoryBlock.State.OFFLINE);
        task.run(file::evict);
    }

    @Test
    void whatCouldBeSwappedOutMovesAndCanBeSwappedOutAfterwards() {
        task.run(() -> {
            swapon();
            AnonymousMemory memory = new AnonymousMemory(kernel.pages());
            for (int page = 0; page < PAGES; page++) {
                memory.fault();
            }
            MemoryBlock block = kernel.memoryHotplug().blockOf(memory.lastPfn());

            assertThat(sysfs.setState(block, "offline")).isZero();
            assertThat(kernel.memoryHotplug().blockOf(memory.lastPfn())).isNotSameAs(block);
            assertThat(memory.size()).isEqualTo(PAGES);
            assertThat(written).hasValue(0);

            AnonymousMemory hog = new AnonymousMemory(kernel.pages());
            while (memory.size() == PAGES) {
                assertThat(hog.fault()).isTrue();
                kernel.pages().kswapd().balancePgdat();
            }
            assertThat(written.get()).isPositive();
            hog.unmapAll();
            memory.unmapAll();
        });
    }

    @Test
    void allOfItAtOnceLosesNoPage() throws InterruptedException {
        task.run(() -> {
            new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
            swapon();
        });
        AtomicInteger offlined = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        threads.add(repeat(1, random -> toggle(random, offlined)));
        threads.add(repeat(2, random -> swap()));
        threads.add(repeat(3, this::writeAndSeal));
        for (Thread thread : threads) {
            thread.join(Duration.ofMinutes(1).toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(offlined.get()).isPositive();
        assertThat(written.get()).isPositive();
    }

    private void swapon() {
        kernel.pages()
                .swap()
                .swapon(
                        bio -> {
                            written.addAndGet(bio.pfns().length);
                            bio.endIo().run();
                        },
                        SWAP_PAGES);
    }

    private void toggle(Random random, AtomicInteger offlined) {
        MemoryBlock block = kernel.memoryHotplug()
                .blocks()
                .get(random.nextInt(kernel.memoryHotplug().blocks().size()));
        if (block.zone().type() == ZoneType.MOVABLE && sysfs.setState(block, "offline") == 0) {
            offlined.incrementAndGet();
            sysfs.setState(block, "online");
        }
    }

    /** More than there is memory, so that some of it is swapped out. */
    private void swap() {
        AnonymousMemory memory = new AnonymousMemory(kernel.pages());
        int pages = 140_000;
        while (pages > 0 && memory.fault()) {
            pages--;
        }
        memory.unmapAll();
    }

    private void writeAndSeal(Random random) {
        ShmemInode file = file(1 + random.nextInt(PAGES));
        for (int page = 0; page < 3; page++) {
            file.writeIter(page, page);
            Integer read = file.read(page);
            if (read == null || read != page) {
                throw new IllegalStateException("page " + page + " reads " + read);
            }
        }
        file.shmemAddSeals(EnumSet.of(Seal.WRITE));
        file.evict();
    }

    private ShmemInode file(int pages) {
        ShmemInode file = kernel.shmem().memfdCreate();
        for (int page = 0; page < pages; page++) {
            file.writeIter(page, page);
        }
        return file;
    }

    private MemoryBlock blockOf(ShmemInode file, int page) {
        int pfn = file.getUserPage(page);
        kernel.lruCache().putPage(pfn);
        return kernel.memoryHotplug().blockOf(pfn);
    }

    private Thread repeat(int seed, Consumer<Random> turn) {
        long end = System.nanoTime() + LENGTH.toNanos();
        return start(() -> {
            Random random = new Random(seed);
            while (System.nanoTime() < end) {
                turn.accept(random);
            }
        });
    }

    private Thread start(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                Task.named("task", 0).run(body);
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
