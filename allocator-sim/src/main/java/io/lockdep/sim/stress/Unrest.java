package io.lockdep.sim.stress;

import io.lockdep.sim.hotplug.CpuhpState;
import io.lockdep.sim.hotplug.CpuhpStep;
import io.lockdep.sim.kernel.SimKernel;
import io.lockdep.sim.sched.Task;
import io.lockdep.sim.script.StepGate;
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

    /** One of that many frees loses the CPU until some memory has been isolated. */
    private static final int FREES = 1024;

    private static final long LATELY_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SimKernel kernel;
    private final ThreadLocal<RandomGenerator> random;
    private volatile long isolatedAt = System.nanoTime() - LATELY_NS;
    private volatile long quietUntil = System.nanoTime();

    /** How long it is not quiet after a quiet moment: longer each time, so that they cost little in the long run. */
    private volatile long busyNs = QUIET_NS;

    Unrest(SimKernel kernel, long seed) {
        this.kernel = kernel;
        random = ThreadLocal.withInitial(() -> RandomGeneratorFactory.of("SplittableRandom")
                .create(seed ^ Thread.currentThread().getName().hashCode()));
    }

    /** Begins. */
    void begin() {
        resume();
        // Kworkers have been let loose and the CPU is still online.
        kernel.hotplug().setupState(CpuhpState.AP_ONLINE_IDLE, CpuhpStep.down(cpu -> preempt()));
    }

    private void at(StepGate gate) {
        if (gate == StepGate.RANGE_ISOLATED) {
            isolatedAt = System.nanoTime();
        } else if (gate == StepGate.FREE_PREPARED) {
            lull();
            if (memoryComesAndGoes() && random.get().nextInt(FREES) == 0) {
                untilIsolated();
            }
        } else if (random.get().nextInt(UNLUCKY) == 0) {
            preempt();
        }
    }

    /** Goes on. */
    void resume() {
        kernel.gates().disturb(this::at);
    }

    /** Leaves all tasks alone, so that they come to an end of what they do: whoever frees gigabytes passes many gates. */
    void pause() {
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

    /** In a quiet moment nobody begins anything, or frees anything more. */
    void lull() {
        long left = quietUntil - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            left = quietUntil - System.nanoTime();
        }
    }

    private boolean memoryComesAndGoes() {
        long now = System.nanoTime();
        return now - isolatedAt < LATELY_NS && now - quietUntil > busyNs;
    }

    /**
     * The worst moment to go on with a free: when the type of the pageblock that was noted is no longer true, and nobody
     * else is going to take the page off its list by luck.
     */
    private void untilIsolated() {
        long before = isolatedAt;
        long end = System.nanoTime() + LATELY_NS;
        while (isolatedAt == before && System.nanoTime() < end) {
            LockSupport.parkNanos(this, LONGEST_NS / 10);
        }
        if (isolatedAt != before) {
            busyNs *= 2;
            quietUntil = System.nanoTime() + QUIET_NS;
            LockSupport.parkNanos(this, SETTLE_NS);
        }
    }

    private void preempt() {
        LockSupport.parkNanos(this, random.get().nextLong(LONGEST_NS));
    }
}
