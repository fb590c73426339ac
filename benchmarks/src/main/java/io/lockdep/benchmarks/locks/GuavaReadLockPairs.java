package io.lockdep.benchmarks.locks;

import com.google.common.util.concurrent.CycleDetectingLockFactory;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.openjdk.jmh.annotations.Benchmark;

/** The work of {@link ReadLockPairs} on the checked locks of Guava. */
public class GuavaReadLockPairs extends Pairs {

    private static final CycleDetectingLockFactory FACTORY =
            CycleDetectingLockFactory.newInstance(CycleDetectingLockFactory.Policies.WARN);

    private Locks[] locks = {};

    private static final class Locks {

        final ReentrantReadWriteLock outer = FACTORY.newReentrantReadWriteLock("outer");
        final ReentrantReadWriteLock middle = FACTORY.newReentrantReadWriteLock("middle");
        final ReentrantReadWriteLock inner = FACTORY.newReentrantReadWriteLock("inner");
    }

    @Override
    void make(int count) {
        locks = new Locks[count];
        for (int i = 0; i < count; i++) {
            locks[i] = new Locks();
        }
    }

    /** {@return a value that depends on the work done under one lock} */
    @Benchmark
    public int depth1() {
        Locks set = locks[next()];
        set.outer.readLock().lock();
        try {
            return ++work;
        } finally {
            set.outer.readLock().unlock();
        }
    }

    /** {@return a value that depends on the work done under two locks} */
    @Benchmark
    public int depth2() {
        Locks set = locks[next()];
        set.outer.readLock().lock();
        try {
            set.inner.readLock().lock();
            try {
                return ++work;
            } finally {
                set.inner.readLock().unlock();
            }
        } finally {
            set.outer.readLock().unlock();
        }
    }

    @Override
    @Benchmark
    public int depth3() {
        Locks set = locks[next()];
        set.outer.readLock().lock();
        try {
            set.middle.readLock().lock();
            try {
                set.inner.readLock().lock();
                try {
                    return ++work;
                } finally {
                    set.inner.readLock().unlock();
                }
            } finally {
                set.middle.readLock().unlock();
            }
        } finally {
            set.outer.readLock().unlock();
        }
    }
}
