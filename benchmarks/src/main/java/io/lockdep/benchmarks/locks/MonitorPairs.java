package io.lockdep.benchmarks.locks;

import org.openjdk.jmh.annotations.Benchmark;

/** {@code synchronized} blocks on plain objects, whose lock class is the place that made them. */
public class MonitorPairs extends Pairs {

    private Locks[] locks = {};

    private static final class Locks {

        final Object outer = new Object();
        final Object middle = new Object();
        final Object inner = new Object();
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
        synchronized (set.outer) {
            return ++work;
        }
    }

    /** {@return a value that depends on the work done under two locks} */
    @Benchmark
    public int depth2() {
        Locks set = locks[next()];
        synchronized (set.outer) {
            synchronized (set.inner) {
                return ++work;
            }
        }
    }

    @Override
    @Benchmark
    public int depth3() {
        Locks set = locks[next()];
        synchronized (set.outer) {
            synchronized (set.middle) {
                synchronized (set.inner) {
                    return ++work;
                }
            }
        }
    }
}
