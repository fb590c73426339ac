package io.lockdep.sim.scenario;

import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.memory.OomKiller;
import io.lockdep.sim.memory.Zone;
import io.lockdep.sim.sched.Task;
import java.util.random.RandomGenerator;

/**
 * One thread of {@code stress -m}: takes all memory there is and then some more, until it is killed or has had enough,
 * and exits. So memory is short again and again, and never for ever.
 *
 * <p>It has nothing between two operations: a victim that is stopped could not exit, and who waits for that would wait
 * until it goes on.
 */
final class GrowingProcess {

    /** Pages wanted when there are no more, at most. */
    private static final int MORE = 8192;

    private final OomKiller oom;
    private final Zone last;
    private final MemoryHog hog;

    GrowingProcess(SimKernel kernel) {
        oom = kernel.pages().oomKiller();
        last = kernel.zones().get(kernel.zones().size() - 1);
        hog = new MemoryHog(kernel);
    }

    Role role(int cpu) {
        return Role.of("stress", cpu, this::live);
    }

    private void live(RandomGenerator random) {
        Task self = Task.current();
        oom.register(self, hog.mm());
        while (last.buddy().nrFree() > last.watermarks().high() && grow(self)) {
            // There is memory.
        }
        int more = random.nextInt(MORE);
        while (more > 0 && grow(self)) {
            more--;
        }
        hog.exit();
        oom.exit(self);
    }

    private boolean grow(Task self) {
        return !self.isMemdie() && hog.mm().fault();
    }
}
