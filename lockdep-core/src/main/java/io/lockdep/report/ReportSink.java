package io.lockdep.report;

/**
 * Takes reports out of the engine.
 *
 * <p>Called once per distinct finding, on the thread that found it, which may hold any lock of the program: a sink
 * must not take a lock that the program can hold, and must not call the engine. What it throws is counted and dropped.
 */
@FunctionalInterface
public interface ReportSink {

    /**
     * Takes one report.
     *
     * @param report the finding, immutable
     */
    void accept(Report report);
}
