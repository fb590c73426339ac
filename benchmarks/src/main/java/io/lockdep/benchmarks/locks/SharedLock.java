package io.lockdep.benchmarks.locks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One lock that several threads want at once, with some work under it and the same work outside. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SharedLock {

    private static final int WORK = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Object monitor = new Object();
    private int shared;

    /** {@return a value that depends on the work done under the lock} */
    @Benchmark
    public int reentrantLock() {
        Blackhole.consumeCPU(WORK);
        lock.lock();
        try {
            Blackhole.consumeCPU(WORK);
            return ++shared;
        } finally {
            lock.unlock();
        }
    }

    /** {@return a value that depends on the work done under the monitor} */
    @Benchmark
    public int monitor() {
        Blackhole.consumeCPU(WORK);
        synchronized (monitor) {
            Blackhole.consumeCPU(WORK);
            return ++shared;
        }
    }
}
