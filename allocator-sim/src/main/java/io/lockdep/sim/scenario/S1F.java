package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimConfig;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.script.Actor;
import io.lockdep.sim.smp.SmpInit;
import io.lockdep.sim.trace.Tracepoints;
import java.util.List;

/**
 * S1F: a ring that cannot become a deadlock, reported because one lock class stood for two things.
 *
 * <p>Actor U brings a CPU up and D takes it down again. In variant F0 the lock maps of CPU hotplug are the same for both
 * ways; in F1 each way has its own.
 */
public final class S1F implements Scenario {

    private static final int BOOT_CPU = 0;
    private static final int SECOND_CPU = 1;

    private final Synopsis synopsis = Synopsis.read("S1F");

    @Override
    public Synopsis synopsis() {
        return synopsis;
    }

    @Override
    public Outcome run(Variant variant, Narrator narrator, Tracepoints trace) {
        Stage stage = Stage.boot(SimConfig.small(), synopsis, variant, narrator, trace);
        SimKernel kernel = stage.kernel();
        Actor boot = stage.actor("swapper/0", BOOT_CPU);
        Actor admin = stage.actor("bash", BOOT_CPU);
        stage.start();
        stage.turn("U", boot, () -> {
            new SmpInit(kernel.hotplug()).smpInit(kernel.config().onlineCpus());
            return "online CPUs: " + kernel.cpus().onlineCount();
        });
        stage.turn("D", admin, () -> {
            kernel.hotplug().cpuDown(SECOND_CPU);
            return "online CPUs: " + kernel.cpus().onlineCount();
        });
        return stage.finish();
    }

    @Override
    public List<Role> roles(SimKernel kernel) {
        int last = kernel.config().possibleCpus() - 1;
        return List.of(Role.of("bash", BOOT_CPU, random -> S0.toggleCpu(kernel, 1 + random.nextInt(last))));
    }
}
