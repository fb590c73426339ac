package io.lockdep.sim.stress;

import io.lockdep.sim.scenario.Role;
import io.lockdep.sim.sched.Task;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** The thread that plays a role until the run is over. */
final class StressActor {

    private final Role role;
    private final WorldGate gate;
    private final Unrest unrest;
    private final RandomGenerator random;
    private final Thread thread;
    private final AtomicLong operations = new AtomicLong();
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    StressActor(Role role, WorldGate gate, Unrest unrest, long seed) {
        this.unrest = unrest;
        this.role = role;
        this.gate = gate;
        random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
        Task task = Task.named(role.name(), role.cpu());
        thread = new Thread(() -> task.run(this::live), role.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** No further operation is begun. */
    void stop() {
        over = true;
    }

    Thread thread() {
        return thread;
    }

    String name() {
        return role.name();
    }

    long operations() {
        return operations.get();
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    private void live() {
        long movedAt = System.nanoTime();
        try {
            while (!over) {
                unrest.lull();
                movedAt = unrest.balance(movedAt);
                perform(() -> role.act().perform(random));
                operations.incrementAndGet();
                rest();
            }
            perform(role.end());
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Outside of the gate, so that the world can be stopped meanwhile. */
    private void rest() {
        long pause = role.pause().toNanos();
        if (pause > 0) {
            LockSupport.parkNanos(this, pause);
        }
    }

    private void perform(Runnable operation) {
        gate.enter();
        try {
            operation.run();
        } finally {
            gate.leave();
        }
    }
}
