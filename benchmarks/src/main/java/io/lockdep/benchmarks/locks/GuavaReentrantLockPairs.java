package io.lockdep.benchmarks.locks;

import com.google.common.util.concurrent.CycleDetectingLockFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;

/** The work of {@link ReentrantLockPairs} on the checked locks of Guava. */
public class GuavaReentrantLockPairs extends Pairs {

    private static final CycleDetectingLockFactory FACTORY =
            CycleDetectingLockFactory.newInstance(CycleDetectingLockFactory.Policies.WARN);

    private Locks[] locks = {};

    private static final class Locks {

        final ReentrantLock outer = FACTORY.newReentrantLock("outer");
        final ReentrantLock middle = FACTORY.newReentrantLock("middle");
        final ReentrantLock inner = FACTORY.newReentrantLock("inner");
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
        set.outer.lock();
        try {
            return ++work;
        } finally {
            set.outer.unlock();
        }
    }

    /** {@return a value that depends on the work done under two locks} */
    @Benchmark
    public int depth2() {
        Locks set = locks[next()];
        set.outer.lock();
        try {
            set.inner.lock();
            try {
                return ++work;
            } finally {
                set.inner.unlock();
            }
        } finally {
            set.outer.unlock();
        }
    }

    @Override
    @Benchmark
    public int depth3() {
        Locks set = locks[next()];
        set.outer.lock();
        try {
            set.middle.lock();
            try {
                set.inner.lock();
                try {
                    return ++work;
                } finally {
                    set.inner.unlock();
                }
            } finally {
                set.middle.unlock();
            }
        } finally {
            set.outer.unlock();
        }
    }
}
