package io.lockdep.sim.locking;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import io.lockdep.sim.script.StepGate;
import io.lockdep.sim.script.StepGates;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock for many readers and a rare writer; {@code struct percpu_rw_semaphore} of kernel/locking/percpu-rwsem.c, 5.8.
 *
 * <p>Readers are not recursive: a writer that waits has blocked the lock already and keeps new readers out, so a reader
 * that asks again waits for the writer, which waits for it. Nor is the writer let in as a reader. Lockdep is told so.
 *
 * <p>Departures: one count of readers instead of one per CPU; {@code sem->waiters} is a queue whose first waiter tries
 * for itself, where the kernel hands the lock on while it wakes.
 */
public final class PercpuRwsem implements RwSemaphore {

    /** Null without the agent, which sees other locks only then: rings of the rest would be half the truth. */
    private final @Nullable LockMap depMap;

    private final StepGates gates;

    /** {@code read_count}: readers, and for a moment those that find the lock blocked. */
    private final AtomicInteger readCount = new AtomicInteger();

    /** {@code block}: a writer has the lock, or waits for its last readers. */
    private final AtomicBoolean block = new AtomicBoolean();

    /** {@code waiters}: who came when the lock was blocked, first come, first served. */
    private final Queue<Thread> waiters = new ConcurrentLinkedQueue<>();

    /** {@code writer}: waits for the last reader. */
    private volatile @Nullable Thread writer;

    /** The writer that has the lock. */
    private volatile @Nullable Thread owner;

    /**
     * Makes an unlocked one.
     *
     * @param lockClass the kernel's name of its lock class
     */
    public PercpuRwsem(String lockClass) {
        this(lockClass, new StepGates());
    }

    /**
     * Makes an unlocked one at which a script can stop a task.
     *
     * @param lockClass the kernel's name of its lock class
     * @param gates the machine's
     */
    public PercpuRwsem(String lockClass, StepGates gates) {
        this(Lockdep.agentActive() ? LockMap.ofLock(lockClass, false) : null, gates);
    }

    PercpuRwsem(@Nullable LockMap depMap, StepGates gates) {
        this.gates = gates;
        this.depMap = depMap;
    }

    @Override
    public void downRead() {
        if (depMap != null) {
            depMap.acquire(LockMode.SHARED);
        }
        boolean taken = tryRead();
        try {
            if (!taken) {
                gates.pass(StepGate.READER_BLOCKED);
                awaitTurn(true);
                taken = true;
            }
        } finally {
            if (!taken) {
                release();
            }
        }
    }

    @Override
    public void upRead() {
        leave();
        release();
    }

    @Override
    public boolean downReadTrylock() {
        if (!tryRead()) {
            return false;
        }
        if (depMap != null) {
            depMap.acquireTried(LockMode.SHARED);
        }
        return true;
    }

    @Override
    public void downWrite() {
        if (depMap != null) {
            depMap.acquire(LockMode.EXCLUSIVE);
        }
        if (!tryBlock()) {
            awaitTurn(false);
        }
        writer = Thread.currentThread();
        if (readCount.get() != 0) {
            gates.pass(StepGate.WRITER_QUEUED);
        }
        while (readCount.get() != 0) {
            LockSupport.park(this);
        }
        writer = null;
        owner = Thread.currentThread();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the caller is not the writer: where the kernel would go on with a lock that
     *     is broken
     */
    @Override
    public void upWrite() {
        if (owner != Thread.currentThread()) {
            release();
            throw new IllegalMonitorStateException("not the writer");
        }
        owner = null;
        block.set(false);
        LockSupport.unpark(waiters.peek());
        release();
    }

    @Override
    public int readers() {
        return readCount.get();
    }

    /**
     * Whether a thread waits for the lock.
     *
     * @return true if anybody does; out of date at once
     */
    public boolean hasWaiters() {
        return writer != null || !waiters.isEmpty();
    }

    /** {@code percpu_rwsem_wait}: readers that follow each other in the queue get in together, a writer alone. */
    private void awaitTurn(boolean asReader) {
        Thread me = Thread.currentThread();
        waiters.add(me);
        while (waiters.peek() != me || !(asReader ? tryRead() : tryBlock())) {
            LockSupport.park(this);
        }
        waiters.remove();
        if (asReader) {
            LockSupport.unpark(waiters.peek());
        }
    }

    /** {@code __percpu_down_read_trylock}. */
    private boolean tryRead() {
        readCount.incrementAndGet();
        if (!block.get()) {
            return true;
        }
        leave();
        return false;
    }

    /** {@code __percpu_down_write_trylock}: from here on no reader gets in. */
    private boolean tryBlock() {
        return block.compareAndSet(false, true);
    }

    private void release() {
        if (depMap != null) {
            depMap.release();
        }
    }

    private void leave() {
        if (readCount.decrementAndGet() == 0) {
            LockSupport.unpark(writer);
        }
    }
}
