package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.Gfp;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.slab.KmemCache;
import io.lockdep.sim.slab.SlabObject;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * S2c: making all CPUs give up their slabs takes {@code flush_lock} before the CPU hotplug lock.
 *
 * <p>X shrinks a cache: works flush the CPUs, under {@code flush_lock}, which in variant A0 is taken first. C takes a CPU
 * down: {@code slab_mutex} under the CPU hotplug lock. (Creating a cache, which did that too, takes no hotplug lock in
 * this kernel any more.) O offlines memory and shrinks all caches: {@code flush_lock} under {@code slab_mutex}, which
 * closes the cycle.
 */
public final class S2c implements Scenario {

    /** Slabs of each CPU that have to be flushed. */
    private static final int OBJECTS = 200;

    private static final int OBJECT_SIZE = 256;

    private final Synopsis synopsis = Synopsis.read("S2c");

    /** Makes the scenario from its text. */
    public S2c() {}

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        MemoryOffliner offliner = new MemoryOffliner(kernel);
        List<SlabObject> objects = new ArrayList<>();
        Actor boot = stage.actor("swapper/0", 0);
        Actor user = stage.actor("acpid", 1);
        Actor admin = stage.actor("bash", 0);
        stage.start();
        stage.turn("A", boot, () -> bootAndAllocate(kernel, objects));
        stage.turn("X", user, () -> freeHalfAndShrink(kernel, objects));
        stage.turn("C", boot, () -> takeDownSecondCpu(kernel));
        stage.turn("O", admin, () -> allocateAndOffline(kernel, objects, offliner));
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        SlabRoles slab = new SlabRoles(kernel);
        return List.of(slab.cgroups(), slab.modules(), slab.offliner(), slab.hotplug());
    }

    private static String bootAndAllocate(SimKernel kernel, List<SlabObject> objects) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        KmemCache cache = create(kernel, "Acpi-State");
        allocate(kernel, cache, objects);
        return objects.size() + " objects in " + cache.nrSlabs() + " slabs";
    }

    private static String freeHalfAndShrink(SimKernel kernel, List<SlabObject> objects) {
        KmemCache cache = objects.get(0).cache();
        List<SlabObject> half = objects.subList(0, objects.size() / 2);
        half.forEach(kernel.slub()::kmemCacheFree);
        half.clear();
        int before = cache.nrSlabs();
        kernel.slabCaches().kmemCacheShrink(cache);
        return before + " slabs before, " + cache.nrSlabs() + " after";
    }

    private static String takeDownSecondCpu(SimKernel kernel) {
        kernel.hotplug().cpuDown(1);
        return "online CPUs: " + kernel.cpus().onlineCount();
    }

    private static String allocateAndOffline(SimKernel kernel, List<SlabObject> objects, MemoryOffliner offliner) {
        KmemCache cache = objects.get(0).cache();
        allocate(kernel, cache, objects);
        String account = offliner.stateStore();
        objects.forEach(kernel.slub()::kmemCacheFree);
        return account + "; slabs: " + cache.nrSlabs();
    }

    private static KmemCache create(SimKernel kernel, String name) {
        return Objects.requireNonNull(kernel.slabCaches().kmemCacheCreate(name, OBJECT_SIZE, false), name);
    }

    private static void allocate(SimKernel kernel, KmemCache cache, List<SlabObject> objects) {
        for (int i = 0; i < OBJECTS; i++) {
            objects.add(Objects.requireNonNull(kernel.slub().kmemCacheAlloc(cache, Gfp.KERNEL), "no memory"));
        }
    }
}
