package io.lockdep.benchmarks.locks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What all measurements of acquire-and-release pairs share: how many sets of locks take turns, and how old they are.
 *
 * <p>A set has an outer, a middle and an inner lock, made in fields of their own, so that they are three lock classes. Each
 * thread has its own sets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Pairs {

    /** How many sets of locks take turns, a power of two: 1 flatters whatever remembers the last lock. */
    @Param({"1", "256"})
    public int sets;

    /** Where locks and the checker's own objects live. Stores into old objects cost more under G1. */
    @Param("YOUNG")
    public Generation generation;

    /** What the locks protect. */
    int work;

    private int turn;

    /** Generations of the heap. */
    public enum Generation {
        /** As made: nothing here allocates, so that nothing is ever moved. */
        YOUNG,
        /** Moved by a full collection, as in a program that runs for long. */
        OLD
    }

    /** Makes the locks, uses them so that everything the checker makes is there, and ages all that. */
    @Setup
    public final void prepare() {
        make(sets);
        for (int i = 0; i < sets; i++) {
            depth3();
        }
        if (generation == Generation.OLD) {
            System.gc();
            System.gc();
        }
    }

    /** {@return the index of the set whose turn it is} */
    final int next() {
        int set = turn;
        turn = set + 1 & sets - 1;
        return set;
    }

    /**
     * Makes the locks.
     *
     * @param count how many sets
     */
    abstract void make(int count);

    /** {@return a value that depends on the work done under three locks} */
    public abstract int depth3();
}
