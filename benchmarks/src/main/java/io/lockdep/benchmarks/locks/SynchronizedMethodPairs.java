package io.lockdep.benchmarks.locks;

import org.openjdk.jmh.annotations.Benchmark;

/** {@code synchronized} methods: the outer object calls the middle one, that one the inner one. */
public class SynchronizedMethodPairs extends Pairs {

    private Outer[] locks = {};

    private static final class Outer {

        private final Middle middle = new Middle();
        private final Inner inner = new Inner();
        private int work;

        synchronized int work() {
            return ++work;
        }

        synchronized int workInner() {
            return inner.work();
        }

        synchronized int workAll() {
            return middle.workInner();
        }
    }

    private static final class Middle {

        private final Inner inner = new Inner();

        synchronized int workInner() {
            return inner.work();
        }
    }

    private static final class Inner {

        private int work;

        synchronized int work() {
            return ++work;
        }
    }

    @Override
    void make(int count) {
        locks = new Outer[count];
        for (int i = 0; i < count; i++) {
            locks[i] = new Outer();
        }
    }

    /** {@return a value that depends on the work done under one lock} */
    @Benchmark
    public int depth1() {
        return locks[next()].work();
    }

    /** {@return a value that depends on the work done under two locks} */
    @Benchmark
    public int depth2() {
        return locks[next()].workInner();
    }

    @Override
    @Benchmark
    public int depth3() {
        return locks[next()].workAll();
    }
}
