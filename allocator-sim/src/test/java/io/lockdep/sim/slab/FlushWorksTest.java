package io.lockdep.sim.slab;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockdep.sim.kernel.ScriptedKernel;
import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.patch.VariantFlags;
import io.lockdep.sim.sched.Task;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slab of 5.15: CPUs are flushed by works, and cgroups have no caches of their own. */
class FlushWorksTest {

    private final ScriptedKernel machine = new ScriptedKernel(SimConfig.small(), VariantFlags.K5_15);
    private final SlabCaches caches = machine.kernel().slabCaches();
    private final Slub slub = machine.kernel().slub();

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void shrinkingFlushesEveryCpuThatHasSlabsThere() {
        machine.run(() -> {
            machine.kernel().hotplug().cpuUp(1);
            KmemCache cache = Objects.requireNonNull(caches.kmemCacheCreate("inode", 600, false));
            for (int cpu : new int[] {0, 1}) {
                Task.current().setCpu(cpu);
                slub.kmemCacheFree(Objects.requireNonNull(slub.kmemCacheAlloc(cache, Gfp.KERNEL)));
                assertThat(cache.cpuSlab(cpu).hasSlab()).isTrue();
            }
            Task.current().setCpu(0);

            caches.kmemCacheShrink(cache);

            assertThat(cache.nrSlabs()).isZero();
            assertThat(machine.events())
                    .anyMatch(line -> line.startsWith("kworker/0"))
                    .anyMatch(line -> line.startsWith("kworker/1"));
        });
    }

    @Test
    void cgroupsUseTheRootCaches() {
        Memcg memcg = new Memcg(7, "user.slice");
        MemcgKmem memcgKmem = machine.kernel().memcgKmem();
        machine.run(() -> {
            KmemCache root = Objects.requireNonNull(caches.kmemCacheCreate("inode", 600, false));
            for (int i = 0; i < 2; i++) {
                SlabObject object = Objects.requireNonNull(memcgKmem.kmemCacheAlloc(memcg, root, Gfp.KERNEL));
                assertThat(object.cache()).isSameAs(root);
                slub.kmemCacheFree(object);
                assertThat(machine.runPendingWorks()).isZero();
            }
            memcgKmem.memcgOfflineKmem(memcg);

            assertThat(memcgKmem.cacheOf(memcg, root)).isNull();
            assertThat(machine.kernel().sysfs().walk("/kernel/slab/inode/cgroup"))
                    .isNull();
            assertThat(machine.violations()).isEmpty();
        });
    }
}
