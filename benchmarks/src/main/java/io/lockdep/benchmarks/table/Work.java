package io.lockdep.benchmarks.table;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table: which benchmark it is, how it is run, what it may cost.
 *
 * @param title what stands in the table
 * @param benchmark class and method
 * @param parameters of the benchmark
 * @param guava the benchmark that does the same with Guava's locks, null if there is none
 * @param threads how many run it at once
 * @param virtual whether these are virtual threads
 * @param budget ratio to no agent that may not be exceeded, null if there is none
 * @param aim ratio to no agent that is aimed at, null if there is none
 * @param core whether it is measured in a quick run too, and with the agent switched off
 */
record Work(
        String title,
        String benchmark,
        Map<String, String> parameters,
        @Nullable String guava,
        int threads,
        boolean virtual,
        @Nullable Double budget,
        @Nullable Double aim,
        boolean core) {

    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    Work(String title, String benchmark, Map<String, String> parameters) {
        this(title, benchmark, parameters, null, 1, false, null, null, false);
    }

    Work beside(String peer) {
        return new Work(title, benchmark, parameters, peer, threads, virtual, budget, aim, core);
    }

    Work within(double most, double wanted) {
        return new Work(title, benchmark, parameters, guava, threads, virtual, most, wanted, core);
    }

    Work onThreads(int count) {
        return new Work(title, benchmark, parameters, guava, count, virtual, budget, aim, core);
    }

    Work onVirtualThreads() {
        return new Work(title, benchmark, parameters, guava, threads, true, budget, aim, core);
    }

    Work asCore() {
        return new Work(title, benchmark, parameters, guava, threads, virtual, budget, aim, true);
    }

    /** {@return whether threads wait for each other, so that CPU time is not what the work costs} */
    boolean waits() {
        return benchmark.startsWith("SharedLock.");
    }

    boolean runsOn(Jdk jdk) {
        return !virtual || jdk.feature() >= FIRST_JDK_WITH_VIRTUAL_THREADS;
    }

    boolean has(Arm arm) {
        return switch (arm) {
            case NONE, AGENT -> true;
            case OFF -> core;
            case GUAVA -> guava != null;
        };
    }
}
