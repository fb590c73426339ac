package io.lockdep.sim.hotplug;

import io.lockdep.LockMap;
import io.lockdep.LockMode;
import io.lockdep.Lockdep;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What keeps CPUs from coming and going; {@code struct cpu_hotplug}, {@code get_online_cpus} and
 * {@code cpu_hotplug_begin} of kernel/cpu.c, 4.10.
 *
 * <p>A hand-made reader-writer lock: readers count themselves under {@code cpu_hotplug.lock} and let go of it, the
 * writer waits until there is no reader and <em>keeps</em> {@code cpu_hotplug.lock}. Hence a reader that arrives then
 * blocks on the mutex, and that is one of the two mutexes of scenario S0. The lock map {@code cpu_hotplug.dep_map}
 * only tells the validator that readers and writer exclude each other.
 *
 * <p>Departure: the writer sleeps by parking, not on a condition of {@code cpu_hotplug.lock}: the kernel's
 * {@code put_online_cpus} wakes it without taking the mutex, and so must this one.
 */
public final class RefcountHotplugLock implements CpuHotplugLock {

    private final LockMap depMap = LockMap.of("cpu_hotplug.dep_map");
    private final ReentrantLock lock = Lockdep.name(new ReentrantLock(), "cpu_hotplug.lock");
    private final AtomicInteger refcount = new AtomicInteger();
    private volatile @Nullable Thread activeWriter;

    @Override
    public void getOnlineCpus() {
        if (activeWriter == Thread.currentThread()) {
            return;
        }
        depMap.acquire(LockMode.RECURSIVE_SHARED);
        lock.lock();
        try {
            refcount.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean tryGetOnlineCpus() {
        if (activeWriter == Thread.currentThread()) {
            return true;
        }
        if (!lock.tryLock()) {
            return false;
        }
        try {
            depMap.acquireTried(LockMode.RECURSIVE_SHARED);
            refcount.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void putOnlineCpus() {
        if (activeWriter == Thread.currentThread()) {
            return;
        }
        if (refcount.decrementAndGet() == 0) {
            LockSupport.unpark(activeWriter);
        }
        depMap.release();
    }

    @Override
    public int refcount() {
        return refcount.get();
    }

    @Override
    public void cpuHotplugBegin() {
        activeWriter = Thread.currentThread();
        depMap.acquire(LockMode.EXCLUSIVE);
        lock.lock();
        while (refcount.get() != 0) {
            lock.unlock();
            LockSupport.park(this);
            lock.lock();
        }
    }

    @Override
    public void cpuHotplugDone() {
        activeWriter = null;
        lock.unlock();
        depMap.release();
    }
}
