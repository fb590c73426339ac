package io.lockdep.benchmarks.cost;

import io.lockdep.benchmarks.table.Jdk;
import io.lockdep.benchmarks.table.TextTable;
import java.io.IOException;

/** Something that lockdep costs, measured in JVMs of its own. */
public interface Cost {

    /** {@return its name} */
    String name();

    /**
     * Measures it.
     *
     * @param jdk on which JDK
     * @param quick whether few runs will do
     * @param table gets a row per number: cost, unit, without, with, costs, budget, aim, spread
     * @throws IOException if a JVM cannot be started
     * @throws InterruptedException if interrupted while one runs
     */
    void measure(Jdk jdk, boolean quick, TextTable table) throws IOException, InterruptedException;
}
