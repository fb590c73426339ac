package io.lockdep.sim.stress;

import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.sched.Task;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What the scheduler of a busy machine does to its tasks: it moves them to other CPUs now and then, and takes the CPU
 * from them in the middle of something, at a step gate.
 *
 * <p>Without it every task would stay on the CPU that it began on, or end on the boot CPU when its own goes offline, and
 * the other CPUs would have no pages to lose; and what two tasks do between two steps would hardly ever meet.
 *
 * <p>Made of nothing that a lock validator would see.
 */
final class Unrest {

    /** A task stays on a CPU for about that many operations, but not for longer than {@link #STAY_NS}. */
    private static final int OPERATIONS = 64;

    private static final long STAY_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** One of that many who come to a gate loses the CPU there. */
    private static final int UNLUCKY = 8192;

    private static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SimKernel kernel;
    private final ThreadLocal<RandomGenerator> random;

    Unrest(SimKernel kernel, long seed) {
        this.kernel = kernel;
        random = ThreadLocal.withInitial(() -> RandomGeneratorFactory.of("SplittableRandom")
                .create(seed ^ Thread.currentThread().getName().hashCode()));
    }

    /** Begins. */
    void begin() {
        kernel.gates().disturb(() -> {
            if (random.get().nextInt(UNLUCKY) == 0) {
                preempt();
            }
        });
        // Kworkers have been let loose and the CPU is still online.
        kernel.hotplug().setupState(CpuhpState.AP_ONLINE_IDLE, CpuhpStep.down(cpu -> preempt()));
    }

    /** Ends. */
    void end() {
        kernel.gates().disturb(null);
    }

    /** Moves the calling task to some CPU that is online, unless it has come to its present one a short while ago. */
    long balance(long movedAt) {
        long now = System.nanoTime();
        if (now - movedAt < STAY_NS && random.get().nextInt(OPERATIONS) > 0) {
            return movedAt;
        }
        int[] online = kernel.cpus().onlineCpus();
        Task.current().setCpu(online[random.get().nextInt(online.length)]);
        return now;
    }

    private void preempt() {
        LockSupport.parkNanos(this, random.get().nextLong(LONGEST_NS));
    }
}
