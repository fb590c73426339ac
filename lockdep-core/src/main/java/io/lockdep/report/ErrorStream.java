package io.lockdep.report;

/**
 * Prints findings to standard error, all but {@code low} ones: for a program that has nothing to log with. Not under the
 * agent, because the lock of {@code System.err} is one that a program can hold.
 */
public final class ErrorStream implements ReportSink {

    /** Prints to whatever {@code System.err} is at the time. */
    public ErrorStream() {}

    @Override
    public void accept(Report report) {
        if (report.grade() != Grade.LOW) {
            System.err.print(KernelText.format(report));
        }
    }
}
