package io.lockdep.sim.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.invariant.Invariants;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.memoryhotplug.MemorySysfs;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixed kernels, with and without flush works, under threads that do everything to caches at the same time. */
class SlabConcurrentUseTest {

    private static final int ROUNDS = 20_000;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Objects that one thread allocated and another frees. */
    private final Queue<SlabObject> handedOver = new ConcurrentLinkedQueue<>();

    static List<VariantFlags> kernels() {
        return List.of(VariantFlags.K5_4, VariantFlags.K5_15);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void objectsAndFilesStayAccountedForWhileCachesComeAndGo(VariantFlags flags) throws InterruptedException {
        SimKernel kernel = SimKernel.boot(SimConfig.hotpluggable(0), flags, new FreeDispatch(), Tracepoints.off());
        KmemCache shared = Task.named("boot", 0).call(() -> create(kernel, "shared", 192));
        start("user-0", 0, () -> useObjects(kernel, shared, new Random(1)));
        start("user-1", 1, () -> useObjects(kernel, shared, new Random(2)));
        start("module", 0, () -> createAndDestroy(kernel, new Random(3)));
        start("cgroup", 1, () -> useCgroups(kernel, shared, new Random(4)));
        start("sysfs", 0, () -> useFiles(kernel, flags));
        start("hotplug", 0, () -> flipSecondCpu(kernel));
        start("memory", 0, () -> flipLastBlock(kernel));

        for (Thread thread : threads) {
            thread.join(Duration.ofMinutes(2).toMillis());
            assertThat(thread.isAlive()).as(thread.getName() + " hangs").isFalse();
        }
        Task.named("end", 0).run(() -> handedOver.forEach(kernel.slub()::kmemCacheFree));

        assertThat(failures).isEmpty();
        await().untilAsserted(() -> assertThat(kernel.slabCaches().caches()).containsExactly(shared));
        await().untilAsserted(() -> assertThat(Invariants.all())
                .allSatisfy(
                        invariant -> assertThat(invariant.violations(kernel)).isEmpty()));
        assertThat(kernel.workqueues().oopses()).isEmpty();
        assertThat(shared.objectsInUse()).isZero();
        Task.named("end", 0)
                .run(() ->
                        assertThat(kernel.slabCaches().kmemCacheDestroy(shared)).isTrue());
        kernel.shutdown();
    }

    private void useObjects(SimKernel kernel, KmemCache cache, Random random) {
        List<SlabObject> own = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            SlabObject object = Objects.requireNonNull(kernel.slub().kmemCacheAlloc(cache, Gfp.KERNEL));
            (random.nextBoolean() ? own : handedOver).add(object);
            SlabObject other = handedOver.poll();
            if (other != null) {
                kernel.slub().kmemCacheFree(other);
            }
            if (own.size() > random.nextInt(500)) {
                kernel.slub().kmemCacheFree(own.remove(random.nextInt(own.size())));
            }
            if (round % 500 == 0) {
                Task.current().setCpu(random.nextInt(2));
            }
        }
        own.forEach(kernel.slub()::kmemCacheFree);
    }

    private void createAndDestroy(SimKernel kernel, Random random) {
        for (int round = 0; round < 300; round++) {
            KmemCache cache = create(kernel, "module-" + round, 8 + random.nextInt(2_000));
            List<SlabObject> objects = new ArrayList<>();
            for (int i = random.nextInt(100); i > 0; i--) {
                objects.add(Objects.requireNonNull(kernel.slub().kmemCacheAlloc(cache, Gfp.KERNEL)));
            }
            objects.forEach(kernel.slub()::kmemCacheFree);
            // Who shrinks it just now may have its last slabs in hand.
            while (!kernel.slabCaches().kmemCacheDestroy(cache)) {
                Thread.onSpinWait();
            }
        }
    }

    private void useCgroups(SimKernel kernel, KmemCache root, Random random) {
        for (int round = 0; round < 200; round++) {
            Memcg memcg = new Memcg(round, "cg");
            List<SlabObject> objects = new ArrayList<>();
            for (int i = 20 + random.nextInt(200); i > 0; i--) {
                objects.add(Objects.requireNonNull(kernel.memcgKmem().kmemCacheAlloc(memcg, root, Gfp.KERNEL)));
            }
            kernel.memcgKmem().memcgOfflineKmem(memcg);
            objects.forEach(kernel.slub()::kmemCacheFree);
        }
    }

    private void useFiles(SimKernel kernel, VariantFlags flags) {
        for (int round = 0; round < 2_000; round++) {
            read(kernel, "/kernel/slab/shared/objects");
            read(kernel, "/kernel/slab/module-" + round % 300 + "/total_objects");
            // In 5.4 writing would really deadlock some time.
            OpenFile shrink = flags.equals(VariantFlags.K5_4)
                    ? null
                    : kernel.sysfs()
                            .open("/kernel/slab/" + (round % 2 == 0 ? "shared" : "module-" + round % 300) + "/shrink");
            if (shrink != null) {
                shrink.write("1");
            }
        }
    }

    private static void read(SimKernel kernel, String path) {
        OpenFile file = kernel.sysfs().open(path);
        if (file != null) {
            file.read();
        }
    }

    private void flipSecondCpu(SimKernel kernel) {
        for (int round = 0; round < 100; round++) {
            if (kernel.hotplug().cpuUp(1)) {
                kernel.hotplug().cpuDown(1);
            }
        }
    }

    private void flipLastBlock(SimKernel kernel) {
        MemorySysfs sysfs = new MemorySysfs(kernel.sysfs());
        List<MemoryBlock> blocks = kernel.memoryHotplug().blocks();
        MemoryBlock block = blocks.get(blocks.size() - 1);
        for (int round = 0; round < 50; round++) {
            assertThat(sysfs.setState(block, "offline")).isZero();
            assertThat(sysfs.setState(block, "online")).isZero();
        }
    }

    private static KmemCache create(SimKernel kernel, String name, int size) {
        return Objects.requireNonNull(kernel.slabCaches().kmemCacheCreate(name, size, false));
    }

    private void start(String name, int cpu, Runnable body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Task.named(name, cpu).run(body);
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
