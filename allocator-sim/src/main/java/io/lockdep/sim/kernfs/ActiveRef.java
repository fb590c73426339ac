package io.lockdep.sim.kernfs;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts who uses a node just now and lets its remover wait for them; {@code kn->active} with {@code kernfs_get_active},
 * {@code kernfs_put_active} and {@code kernfs_drain} of fs/kernfs/dir.c, 5.3.
 *
 * <p>Removal adds a large negative bias; from then on nobody gets a reference, and when the count has come down to the
 * bias alone, the last user is gone. To the validator a reference is a read lock that was got by a try, because getting
 * it never waits, and the drain waits for it like a writer. Directories have no lock map, as in the kernel.
 *
 * <p>Departure: the drain sleeps by parking, not on {@code root->deactivate_waitq}.
 */
final class ActiveRef {

    /** {@code KN_DEACTIVATED_BIAS}. */
    static final int DEACTIVATED_BIAS = Integer.MIN_VALUE + 1;

    private final AtomicInteger active = new AtomicInteger();
    private final Queue<Thread> drainers = new ConcurrentLinkedQueue<>();
    private final @Nullable LockMap depMap;
    private final StepGates gates;

    /**
     * Makes the count of a new node, which is active.
     *
     * @param lockClass class of its lock map, null for none
     * @param gates where a script can stop who gets a reference
     */
    ActiveRef(@Nullable String lockClass, StepGates gates) {
        this.gates = gates;
        depMap = lockClass == null ? null : LockMap.of(lockClass);
    }

    /** Gets a reference unless the node is deactivated; never waits. */
    boolean getActive() {
        int count = active.get();
        while (count >= 0) {
            gates.pass(StepGate.KERNFS_ACTIVE_SEEN);
            if (active.compareAndSet(count, count + 1)) {
                if (depMap != null) {
                    depMap.acquireTried(LockMode.SHARED);
                }
                return true;
            }
            count = active.get();
        }
        return false;
    }

    /** Gives a reference of the calling thread back. */
    void putActive() {
        if (depMap != null) {
            depMap.release();
        }
        if (active.decrementAndGet() == DEACTIVATED_BIAS) {
            drainers.forEach(LockSupport::unpark);
        }
    }

    /** Keeps new users out. Caller holds {@code kernfs_mutex}. */
    void deactivate() {
        if (isActive()) {
            active.addAndGet(DEACTIVATED_BIAS);
        }
    }

    /** Waits until the last user is gone. Caller has deactivated the node and must hold no reference to it. */
    void drain() {
        if (depMap != null) {
            depMap.touch(LockMode.EXCLUSIVE);
        }
        drainers.add(Thread.currentThread());
        while (!isDrained()) {
            LockSupport.park(this);
        }
        drainers.remove(Thread.currentThread());
    }

    boolean isActive() {
        return active.get() >= 0;
    }

    boolean isDrained() {
        return active.get() == DEACTIVATED_BIAS;
    }

    /** References at the moment, whether deactivated or not. */
    int users() {
        int count = active.get();
        return count >= 0 ? count : count - DEACTIVATED_BIAS;
    }
}
