package io.lockdep.sim.memory;

import io.lockdep.Lockdep;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * A flag per CPU that says whether a drain may queue a work there, under a spinlock; proposed by Tejun Heo in January
 * 2017. A CPU that goes down clears its flag while it can still run works.
 */
final class DrainFlags {

    private final ReentrantLock drainSpin = Lockdep.name(new ReentrantLock(), "drain_spin");

    /** Guarded by {@link #drainSpin}. */
    private final BitSet mayQueue = new BitSet();

    /** Makes flags of which only that of the boot CPU is set. */
    DrainFlags() {
        mayQueue.set(0);
    }

    void set(int cpu) {
        drainSpin.lock();
        try {
            mayQueue.set(cpu);
        } finally {
            drainSpin.unlock();
        }
    }

    void clear(int cpu) {
        drainSpin.lock();
        try {
            mayQueue.clear(cpu);
        } finally {
            drainSpin.unlock();
        }
    }

    /** Does something for each CPU whose flag is set; none is cleared meanwhile. */
    void forEach(IntConsumer action) {
        drainSpin.lock();
        try {
            mayQueue.stream().forEach(action);
        } finally {
            drainSpin.unlock();
        }
    }
}
