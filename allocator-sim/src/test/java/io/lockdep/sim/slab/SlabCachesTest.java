package io.lockdep.sim.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockdep.sim.kernel.ScriptedKernel;
import io.lockdep.sim.kernfs.Errno;
import io.lockdep.sim.kernfs.OpenFile;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.memoryhotplug.MemoryAction;
import io.lockdep.sim.sched.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlabCachesTest {

    private final ScriptedKernel machine = new ScriptedKernel();
    private final SlabCaches caches = machine.kernel().slabCaches();
    private final Slub slub = machine.kernel().slub();
    private final MemcgKmem memcgKmem = machine.kernel().memcgKmem();

    @AfterEach
    void stop() {
        machine.stop();
    }

    @Test
    void objectsComeFromSlabsOfThePageAllocatorAndGoBackWithTheCache() {
        machine.run(() -> {
            int before = machine.allocatedPages();
            KmemCache cache = create("inode", 600);
            List<SlabObject> objects = allocate(cache, 100);

            assertThat(cache.objectsInUse()).isEqualTo(100);
            assertThat(cache.totalObjects()).isGreaterThanOrEqualTo(100);
            assertThat(machine.allocatedPages()).isEqualTo(before + (cache.nrSlabs() << cache.order()));
            assertThat(caches.kmemCacheDestroy(cache)).as("objects are in use").isFalse();

            objects.forEach(slub::kmemCacheFree);
            assertThat(caches.kmemCacheDestroy(cache)).isTrue();
            assertThat(cache.nrSlabs()).isZero();
            assertThat(machine.allocatedPages()).isEqualTo(before);
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void anObjectIsFreedOnce() {
        machine.run(() -> {
            SlabObject object = allocate(create("inode", 600), 1).get(0);
            slub.kmemCacheFree(object);

            assertThatThrownBy(() -> slub.kmemCacheFree(object)).hasMessageContaining("double free");
        });
    }

    @Test
    void freedObjectsAreAllocatedAgainBeforeAnotherSlabIs() {
        machine.run(() -> {
            KmemCache cache = create("inode", 600);
            List<SlabObject> objects = allocate(cache, 100);
            int slabs = cache.nrSlabs();
            objects.forEach(slub::kmemCacheFree);
            allocate(cache, 100);

            assertThat(cache.nrSlabs()).isLessThanOrEqualTo(slabs);
        });
    }

    @Test
    void cachesOfOneSizeAreMergedAndGoWithTheLastUser() {
        machine.run(() -> {
            KmemCache first = create("first", 100);
            KmemCache second = caches.kmemCacheCreate("second", 104, true);

            assertThat(second).isSameAs(first);
            assertThat(read("/kernel/slab/second/object_size")).isEqualTo("104\n");
            assertThat(caches.kmemCacheDestroy(first)).isFalse();
            assertThat(caches.caches()).containsExactly(first);
            assertThat(caches.kmemCacheDestroy(first)).isTrue();
            assertThat(machine.kernel().sysfs().walk("/kernel/slab/second")).isNull();
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void filesCountWhatTheCacheHas() {
        machine.run(() -> {
            KmemCache cache = create("inode", 600);
            List<SlabObject> objects = allocate(cache, 100);
            objects.subList(0, 50).forEach(slub::kmemCacheFree);

            assertThat(read("/kernel/slab/inode/total_objects")).isEqualTo(cache.totalObjects() + "\n");
            assertThat(read("/kernel/slab/inode/slabs")).isEqualTo(cache.nrSlabs() + "\n");
            assertThat(open("/kernel/slab/inode/slabs").write("1")).isEqualTo(Errno.EINVAL);
        });
    }

    @Test
    void shrinkingLeavesNoEmptySlab() {
        machine.run(() -> {
            KmemCache cache = create("inode", 600);
            List<SlabObject> objects = allocate(cache, 200);
            objects.subList(1, 200).forEach(slub::kmemCacheFree);

            assertThat(open("/kernel/slab/inode/shrink").write("1\n")).isEqualTo(2);
            assertThat(cache.nrSlabs()).isEqualTo(1);
            assertThat(read("/kernel/slab/inode/cpu_slabs")).isEqualTo("0\n");
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void memoryThatGoesAwayShrinksAllCaches() {
        machine.run(() -> {
            KmemCache cache = create("inode", 600);
            allocate(cache, 200).forEach(slub::kmemCacheFree);
            assertThat(cache.nrSlabs()).isPositive();

            machine.kernel().memoryHotplug().notifiers().notifyAll(MemoryAction.GOING_OFFLINE);

            assertThat(cache.nrSlabs()).isZero();
        });
    }

    @Test
    void aCpuThatGoesDownLeavesNoSlabBehind() {
        machine.run(() -> {
            KmemCache cache = create("inode", 600);
            machine.kernel().hotplug().cpuUp(1);
            Task.current().setCpu(1);
            allocate(cache, 50);
            assertThat(cache.cpuSlab(1).hasSlab()).isTrue();
            Task.current().setCpu(0);

            machine.kernel().hotplug().cpuDown(1);

            assertThat(cache.cpuSlab(1).hasSlab()).isFalse();
        });
    }

    @Test
    void aCgroupHasACacheOfItsOwnFromItsSecondAllocationToItsEnd() {
        Memcg memcg = new Memcg(7, "user.slice");
        machine.run(() -> {
            KmemCache root = create("inode", 600);
            SlabObject first = memcgKmem.kmemCacheAlloc(memcg, root, Gfp.KERNEL);
            assertThat(Objects.requireNonNull(first).cache()).isSameAs(root);
            assertThat(machine.runPendingWorks()).isEqualTo(1);

            SlabObject second = Objects.requireNonNull(memcgKmem.kmemCacheAlloc(memcg, root, Gfp.KERNEL));
            KmemCache own = second.cache();
            assertThat(own.name()).isEqualTo("inode(7:user.slice)");
            assertThat(read("/kernel/slab/inode/cgroup/inode(7:user.slice)/slabs"))
                    .isEqualTo("1\n");

            memcgKmem.memcgOfflineKmem(memcg);
            machine.runPendingWorks();
            assertThat(own.isShutDown()).as("an object is in use").isFalse();

            slub.kmemCacheFree(second);
            assertThat(machine.runPendingWorks()).as("the last slab was freed").isEqualTo(1);
            assertThat(own.isShutDown()).isTrue();
            assertThat(machine.kernel().sysfs().walk("/kernel/slab/inode/cgroup/inode(7:user.slice)"))
                    .isNull();
            assertThat(machine.violations()).isEmpty();
        });
    }

    @Test
    void aRootCacheTakesTheCachesOfCgroupsWithIt() {
        Memcg memcg = new Memcg(7, "user.slice");
        machine.run(() -> {
            KmemCache root = create("inode", 600);
            slub.kmemCacheFree(Objects.requireNonNull(memcgKmem.kmemCacheAlloc(memcg, root, Gfp.KERNEL)));
            machine.runPendingWorks();
            slub.kmemCacheFree(Objects.requireNonNull(memcgKmem.kmemCacheAlloc(memcg, root, Gfp.KERNEL)));

            assertThat(caches.kmemCacheDestroy(root)).isTrue();
            assertThat(caches.destroyed()).hasSize(2);
            memcgKmem.memcgOfflineKmem(memcg);
            machine.runPendingWorks();
            assertThat(machine.violations()).isEmpty();
        });
    }

    private KmemCache create(String name, int size) {
        return Objects.requireNonNull(caches.kmemCacheCreate(name, size, false));
    }

    private List<SlabObject> allocate(KmemCache cache, int count) {
        List<SlabObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(Objects.requireNonNull(slub.kmemCacheAlloc(cache, Gfp.KERNEL)));
        }
        return objects;
    }

    private String read(String path) {
        return Objects.requireNonNull(open(path).read());
    }

    private OpenFile open(String path) {
        return Objects.requireNonNull(machine.kernel().sysfs().open(path), path);
    }
}
