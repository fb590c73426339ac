package io.lockdep.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockdep.sim.invariant.Invariants;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memory.Memmap;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.percpu.PercpuPtr;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.trace.Tracepoints;
import io.lockdep.sim.workqueue.FreeDispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The fixed kernel under threads that really run at the same time, CPUs coming and going among them. */
class ConcurrentUseTest {

    private static final int ROUNDS = 20_000;

    private final Tracepoints trace = Tracepoints.recording();
    private final SimKernel kernel = SimKernel.boot(SimConfig.small(), VariantFlags.K4_11, new FreeDispatch(), trace);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void pagesAndPerCpuMemoryStayAccountedForWhileCpusComeAndGo() throws InterruptedException {
        start("pages-0", 0, () -> usePages(new Random(1)));
        start("pages-1", 1, () -> usePages(new Random(2)));
        start("percpu", 1, () -> usePercpuMemory(new Random(3)));
        start("hotplug", 0, this::flipSecondCpu);

        for (Thread thread : threads) {
            thread.join(Duration.ofMinutes(2).toMillis());
            assertThat(thread.isAlive()).as(thread.getName() + " hangs").isFalse();
        }

        assertThat(failures).isEmpty();
        assertThat(trace.lines())
                .as("memory was short enough for CPUs to be drained")
                .anyMatch(line -> line.startsWith("kworker/") && line.contains("mm_page_pcpu_drain"));
        await().untilAsserted(() -> assertThat(Invariants.all())
                .allSatisfy(
                        invariant -> assertThat(invariant.violations(kernel)).isEmpty()));
        assertThat(kernel.workqueues().oopses()).isEmpty();
        kernel.shutdown();
    }

    private void usePages(Random random) {
        List<int[]> held = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (random.nextInt(100) < 60) {
                int order = random.nextInt(10) == 0 ? random.nextInt(6) : 0;
                int pfn = kernel.pages().allocPagesNodemask(Gfp.HIGHUSER_MOVABLE.or(Gfp.NORETRY), order);
                if (pfn != Memmap.NONE) {
                    held.add(new int[] {pfn, order});
                }
            } else if (!held.isEmpty()) {
                int[] block = held.remove(random.nextInt(held.size()));
                kernel.pages().freePages(block[0], block[1]);
            }
            if (round % 100 == 0) {
                Task.current().setCpu(random.nextInt(2));
                // Only fills the page cache while there is plenty, then makes the other allocations reclaim it.
                kernel.pageCache().readahead(400);
            }
        }
        held.forEach(block -> kernel.pages().freePages(block[0], block[1]));
    }

    private void usePercpuMemory(Random random) {
        List<PercpuPtr> held = new ArrayList<>();
        for (int round = 0; round < ROUNDS / 20; round++) {
            PercpuPtr ptr = kernel.percpu().allocPercpu(1 + random.nextInt(8_000), 8);
            if (ptr != null) {
                assertThat(ptr.isPopulated()).isTrue();
                held.add(ptr);
            }
            if (held.size() > 20) {
                kernel.percpu().freePercpu(held.remove(random.nextInt(held.size())));
            }
        }
        held.forEach(kernel.percpu()::freePercpu);
    }

    private void flipSecondCpu() {
        for (int round = 0; round < 200; round++) {
            if (kernel.hotplug().cpuUp(1)) {
                kernel.hotplug().cpuDown(1);
            }
        }
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
