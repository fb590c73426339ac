package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memoryhotplug.MemoryBlock;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S2c: making all CPUs give up their slabs takes {@code flush_lock} before the CPU hotplug lock.
 *
 * <p>X shrinks a cache: works flush the CPUs, under {@code flush_lock}, which in variant A0 is taken first. C takes a CPU
 * down: {@code slab_mutex} under the CPU hotplug lock. (Creating a cache, which did that too, takes no hotplug lock in
 * this kernel any more.) O offlines memory and shrinks all caches: {@code flush_lock} under {@code slab_mutex}, which
 * closes the cycle. Without C (variant A0r, which is what was reported) the cycle goes from the CPU hotplug lock to
 * {@code slab_mutex} by way of the locks of memory that goes offline. B destroys the cache, with {@code flush_lock} under
 * {@code slab_mutex} too, so that C alone can close the cycle (variant A0d).
 */
public final class S2c implements Scenario {

    private static final String NO_CPU_GOES = "A0r";
    private static final String DESTROYED_FIRST = "A0d";

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
        Stage stage = Stage.boot(SimConfig.hotpluggable(0), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        ModuleCache acpi = new ModuleCache(kernel, "Acpi-State", OBJECT_SIZE);
        MemoryAdmin memory = new MemoryAdmin(kernel);
        MemoryBlock block = memory.fromEnd(0);
        Actor boot = stage.actor("swapper/0", 0);
        Actor user = stage.actor("acpid", 1);
        Actor admin = stage.actor("bash", 0);
        stage.start();
        stage.turn("A", boot, () -> bootAndAllocate(kernel, acpi));
        stage.turn("X", user, acpi::freeHalfAndShrink);
        if (variant.id().equals(DESTROYED_FIRST)) {
            stage.turn("B", user, acpi::unload);
            stage.turn("C", boot, () -> takeDownSecondCpu(kernel));
            return stage.finish();
        }
        if (!variant.id().equals(NO_CPU_GOES)) {
            stage.turn("C", boot, () -> takeDownSecondCpu(kernel));
        }
        stage.turn("O", admin, () -> acpi.allocate(OBJECTS) + ", then " + memory.offline(block));
        stage.turn("B", user, acpi::unload);
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        SlabRoles slab = new SlabRoles(kernel, "acpi");
        return List.of(slab.cgroups(), slab.modules(), slab.offliner(), slab.hotplug());
    }

    private static String bootAndAllocate(SimKernel kernel, ModuleCache acpi) {
        new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
        acpi.load();
        return acpi.allocate(OBJECTS);
    }

    private static String takeDownSecondCpu(SimKernel kernel) {
        kernel.hotplug().cpuDown(1);
        return "online CPUs: " + kernel.cpus().onlineCount();
    }
}
