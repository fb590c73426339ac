package io.lockdep.sim.invariant;

import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.workqueue.WorkerPool;
import java.util.ArrayList;
import java.util.List;

/**
 * I9: exactly the online CPUs are fully up and have a bound pool of kworkers, and nobody holds the hotplug lock.
 */
final class HotplugAtRest implements Invariant {

    @Override
    public String title() {
        return "I9 online CPUs have kworkers, nobody holds the hotplug lock";
    }

    @Override
    public List<String> violations(SimKernel kernel) {
        List<String> violations = new ArrayList<>();
        for (WorkerPool pool : kernel.workqueues().pools()) {
            int cpu = pool.cpu();
            boolean online = kernel.cpus().isOnline(cpu);
            boolean served = pool.isBound() && pool.workerCount() > 0;
            if (online != served) {
                violations.add("CPU " + cpu + (online ? " is online without" : " is offline with") + " bound kworkers");
            }
            if (online != (kernel.hotplug().state(cpu) == CpuhpState.ONLINE)) {
                violations.add("CPU " + cpu + " is " + (online ? "online" : "offline") + " in state "
                        + kernel.hotplug().state(cpu));
            }
        }
        if (kernel.hotplug().refcount() != 0) {
            violations.add("cpu_hotplug.refcount is " + kernel.hotplug().refcount());
        }
        return violations;
    }
}
