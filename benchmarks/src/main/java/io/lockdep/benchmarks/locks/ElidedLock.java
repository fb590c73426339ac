package io.lockdep.benchmarks.locks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Locks that never leave the method that makes them: the compiler removes them, unless somebody watches.
 *
 * <p>Shows what is lost; there is no budget, since a hook that sees a lock makes it escape.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElidedLock {

    private int work;

    /** A type of the program, which is the lock class of its instances. */
    private static final class Box {}

    /** {@return a value that depends on the work done under the monitor of a plain object} */
    @Benchmark
    public int monitor() {
        Object lock = new Object();
        synchronized (lock) {
            return ++work;
        }
    }

    /** {@return a value that depends on the work done under the monitor of an object of the program's} */
    @Benchmark
    public int typedMonitor() {
        Box lock = new Box();
        synchronized (lock) {
            return ++work;
        }
    }

    /** {@return a value that depends on the work done under the lock} */
    @Benchmark
    public int reentrantLock() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            return ++work;
        } finally {
            lock.unlock();
        }
    }
}
